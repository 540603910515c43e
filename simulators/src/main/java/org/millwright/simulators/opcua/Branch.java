package org.millwright.simulators.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.Set;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.core.ValueRanks;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNodeContext;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;

/**
 * A node of the address space under which more nodes are hung. A child that is given no node id gets its parent's
 * textual id, a slash and its own name.
 */
record Branch(UaNodeContext context, NodeId id) {

    Branch object(QualifiedName name, NodeId type) {
        return object(childId(name), name, type, NodeIds.HasComponent);
    }

    Branch object(NodeId childId, QualifiedName name, NodeId type, NodeId referenceType) {
        Branch child = detached(context, childId, name, type);
        link(referenceType, childId);
        return child;
    }

    /** An object that no reference leads to, so that no client can find it by browsing. */
    static Branch detached(UaNodeContext context, NodeId id, QualifiedName name, NodeId type) {
        add(context, new UaObjectNode(context, id, name, display(name), LocalizedText.NULL_VALUE, uint(0), uint(0)));
        context.getNodeManager().addReference(new Reference(id, NodeIds.HasTypeDefinition, type.expanded(), true));
        return new Branch(context, id);
    }

    Branch property(QualifiedName name, Value value) {
        return variable(childId(name), name, value, VariableKind.PROPERTY);
    }

    Branch variable(QualifiedName name, Value value) {
        return variable(childId(name), name, value, VariableKind.COMPONENT);
    }

    /** How a variable hangs on its parent, and its type definition. */
    record VariableKind(NodeId referenceType, NodeId typeDefinition) {
        static final VariableKind COMPONENT = new VariableKind(NodeIds.HasComponent, NodeIds.BaseDataVariableType);
        static final VariableKind PROPERTY = new VariableKind(NodeIds.HasProperty, NodeIds.PropertyType);
        static final VariableKind STATE = new VariableKind(NodeIds.HasComponent, NodeIds.FiniteStateVariableType);
    }

    Branch variable(NodeId childId, QualifiedName name, Value value, VariableKind kind) {
        UaVariableNode node =
                new UaVariableNode(context, childId, name, display(name), LocalizedText.NULL_VALUE, uint(0), uint(0));
        node.setDataType(value.dataType());
        node.setValueRank(value.array() ? ValueRanks.OneDimension : ValueRanks.Scalar);
        var access = access(value);
        node.setAccessLevel(AccessLevel.toValue(access));
        node.setUserAccessLevel(AccessLevel.toValue(access));
        node.getFilterChain().addLast(new LiveValue(value));
        add(context, node);
        Branch child = new Branch(context, childId);
        child.link(NodeIds.HasTypeDefinition, kind.typeDefinition());
        link(kind.referenceType(), childId);
        return child;
    }

    private static Set<AccessLevel> access(Value value) {
        if (value.isReadable()) {
            return value.isWritable() ? AccessLevel.READ_WRITE : AccessLevel.READ_ONLY;
        }
        return AccessLevel.WRITE_ONLY;
    }

    void method(QualifiedName name, Signature signature, Action action) {
        UaMethodNode node = addMethod(childId(name), name, signature);
        node.setInvocationHandler(new MethodHandler(node, signature, action));
    }

    /** A method with no behaviour, as a type declares it. */
    Branch declaredMethod(NodeId childId, QualifiedName name, Signature signature) {
        addMethod(childId, name, signature);
        return new Branch(context, childId);
    }

    private UaMethodNode addMethod(NodeId childId, QualifiedName name, Signature signature) {
        UaMethodNode node = new UaMethodNode(
                context, childId, name, display(name), LocalizedText.NULL_VALUE, uint(0), uint(0), true, true);
        add(context, node);
        link(NodeIds.HasComponent, childId);
        if (!signature.inputs().isEmpty()) {
            node.setInputArguments(signature.inputs().toArray(Argument[]::new));
        }
        if (!signature.outputs().isEmpty()) {
            node.setOutputArguments(signature.outputs().toArray(Argument[]::new));
        }
        return node;
    }

    /** Adds a reference to another node, and its inverse. */
    void link(NodeId referenceType, NodeId target) {
        context.getNodeManager()
                .addReferences(
                        new Reference(id, referenceType, target.expanded(), true),
                        context.getServer().getNamespaceTable());
    }

    /** Removes the node and everything below it. */
    void delete() {
        context.getNodeManager().getNode(id).ifPresent(UaNode::delete);
    }

    NodeId childId(QualifiedName name) {
        return new NodeId(id.getNamespaceIndex(), id.getIdentifier() + "/" + name.name());
    }

    static void add(UaNodeContext context, UaNode node) {
        if (context instanceof GermanTexts.Context) {
            GermanTexts.addTo(node);
        }
        context.getNodeManager().addNode(node);
    }

    static LocalizedText display(QualifiedName name) {
        return LocalizedText.english(name.name());
    }
}
