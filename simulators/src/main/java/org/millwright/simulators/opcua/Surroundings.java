package org.millwright.simulators.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNodeContext;
import org.eclipse.milo.opcua.sdk.server.nodes.UaReferenceTypeNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.millwright.simulators.config.ServerSettings.AddInReference;
import org.millwright.simulators.config.ServerSettings.Layout;
import org.millwright.simulators.config.ServerSettings.Layout.Tree;

/**
 * What a layout puts around the device. Nodes of the vendor's are in the vendor's namespace, noise in the device's; all
 * references are kept in the order in which they were made, so that the first of the modules comes before the device.
 */
final class Surroundings {
    private static final String HAS_MODULE = "HasModule";
    private static final String HAS_UPDATE = "HasUpdate";

    private final ModelNamespaces namespaces;
    private final Di di;
    private final Tree tree;
    private final NameplateNodes nameplates;

    Surroundings(ModelNamespaces namespaces, Di di, Layout layout) {
        this.namespaces = namespaces;
        this.di = di;
        this.tree = layout.tree();
        this.nameplates = new NameplateNodes(di, layout.nameplate());
        if (tree.nesting() > 0 || tree.hasAddIn() == AddInReference.VENDOR) {
            referenceType(HAS_MODULE, NodeIds.HasComponent, "ModuleOf");
            referenceType(HAS_UPDATE, vendor().id("/" + HAS_MODULE), "UpdateOf");
        }
    }

    private Names vendor() {
        return namespaces.vendor().names();
    }

    private void referenceType(String name, NodeId parent, String inverse) {
        UaNodeContext context = namespaces.vendor().getNodeContext();
        NodeId id = vendor().id("/" + name);
        LocalizedText display = LocalizedText.english(name);
        Branch.add(
                context,
                new UaReferenceTypeNode(
                        context,
                        id,
                        vendor().name(name),
                        display,
                        LocalizedText.NULL_VALUE,
                        uint(0),
                        uint(0),
                        false,
                        false,
                        LocalizedText.english(inverse)));
        new Branch(context, parent).link(NodeIds.HasSubtype, id);
    }

    private NodeId objectType(String name, NodeId parent) {
        NodeId id = vendor().id("/" + name);
        UaNodeContext context = namespaces.vendor().getNodeContext();
        DiTypes.objectType(context, id, vendor(), name, new DiTypes.Parent(parent, false));
        return id;
    }

    /** Makes the modules, which nothing leads to yet. */
    List<Branch> modules() {
        List<Branch> modules = new ArrayList<>();
        if (tree.components() > 0) {
            NodeId type = objectType("ModuleType", nameplates.baseType(Di.COMPONENT));
            for (int number = 1; number <= tree.components(); number++) {
                modules.add(
                        new StaticModule(number, di, nameplates).addTo(namespaces.vendor(), type, addInReference()));
            }
        }
        return modules;
    }

    /** The object below which the device is to hang. */
    Branch racks(Branch deviceSet) {
        Branch parent = new Branch(namespaces.process().getNodeContext(), deviceSet.id());
        if (tree.nesting() > 0) {
            objectType("RackType", di.names().id(Di.TOPOLOGY_ELEMENT));
        }
        for (int level = 1; level <= tree.nesting(); level++) {
            NodeId id = vendor().id("/rack-" + level);
            Branch.detached(
                    namespaces.vendor().getNodeContext(), id, vendor().name("rack-" + level), vendor().id("/RackType"));
            parent.link(deviceReference(), id);
            parent = new Branch(parent.context(), id);
        }
        return parent;
    }

    NodeId deviceReference() {
        return tree.nesting() > 0 ? vendor().id("/" + HAS_MODULE) : NodeIds.HasComponent;
    }

    void noise(Branch parent) {
        Names names = namespaces.process().names();
        Branch local = new Branch(namespaces.process().getNodeContext(), parent.id());
        for (int number = 1; number <= tree.noise(); number++) {
            String name = "noise-" + number;
            NodeId id = names.id("/noise/" + parent.id().getIdentifier() + "/" + number);
            int value = number;
            local.object(id, names.name(name), NodeIds.BaseObjectType, NodeIds.HasComponent)
                    .variable(names.name("Value"), Value.int32(() -> value));
        }
    }

    /** Replaces the reference from the device to its SoftwareUpdate by the layout's. */
    void rehangAddIn(Branch device) {
        NodeId update = device.childId(di.names().name("SoftwareUpdate"));
        device.context()
                .getNodeManager()
                .removeReferences(
                        new Reference(device.id(), NodeIds.HasAddIn, update.expanded(), true),
                        device.context().getNamespaceTable());
        device.link(addInReference(), update);
    }

    private NodeId addInReference() {
        return switch (tree.hasAddIn()) {
            case HAS_ADD_IN -> NodeIds.HasAddIn;
            case HAS_COMPONENT -> NodeIds.HasComponent;
            case VENDOR -> vendor().id("/" + HAS_UPDATE);
        };
    }
}
