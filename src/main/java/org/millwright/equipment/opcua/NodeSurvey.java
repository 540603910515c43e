package org.millwright.equipment.opcua;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.opcua.probe.NodeSeen;
import org.millwright.equipment.opcua.probe.NodeSeen.Kind;
import org.millwright.equipment.opcua.probe.NodeSeen.Label;

/** Browses a node and what hangs below it, and reads all about it, with bounds. */
final class NodeSurvey {
    private static final int MAX_DEPTH = 6;
    private static final int MAX_NODES = 1_500;

    /** Of a host, the rest is the machine's own. */
    private static final Set<String> OF_HOST = Set.of(
            "Manufacturer",
            "ManufacturerUri",
            "Model",
            "ProductCode",
            "HardwareRevision",
            "SoftwareRevision",
            "SerialNumber",
            "DeviceHealth",
            "Identification",
            "Lock");

    private final Connection connection;
    private final Browser browser;
    private final TypeChains chains;
    private final Attributes attributes;
    private final NodeText names;
    private boolean cutShort;

    NodeSurvey(Connection connection, Browser browser, TypeChains chains, Deadline deadline) {
        this.connection = connection;
        this.browser = browser;
        this.chains = chains;
        this.attributes = new Attributes(connection, chains, deadline);
        this.names = new NodeText(connection.namespaces());
    }

    boolean cutShort() {
        return cutShort;
    }

    private static final class Growing {
        private final NodeId node;
        private final Optional<ReferenceDescription> described;
        private final List<Growing> children = new ArrayList<>();

        Growing(NodeId node, Optional<ReferenceDescription> described) {
            this.node = node;
            this.described = described;
        }

        private NodeClass nodeClass() {
            return described.map(ReferenceDescription::getNodeClass).orElse(NodeClass.Object);
        }

        private String name() {
            return described.map(d -> NodeText.name(d.getBrowseName())).orElse("");
        }
    }

    /** An AddIn and all of its members. */
    NodeSeen addIn(AddInWalk.Visit addIn) throws EquipmentException {
        return survey(addIn, _ -> true);
    }

    /** What an object that has an AddIn says of itself. */
    NodeSeen host(AddInWalk.Visit host) throws EquipmentException {
        return survey(host, name -> OF_HOST.contains(name));
    }

    private NodeSeen survey(AddInWalk.Visit visit, Predicate<String> wantedAtTop) throws EquipmentException {
        Growing top = new Growing(visit.node(), visit.described());
        List<Growing> all = new ArrayList<>(List.of(top));
        Set<NodeId> seen = new HashSet<>(Set.of(top.node));
        List<Growing> level = List.of(top);
        for (int depth = 0; depth < MAX_DEPTH && !level.isEmpty(); depth++) {
            List<List<ReferenceDescription>> below = browser.references(
                    level.stream().map(g -> g.node).toList(), BrowseDirection.Forward, NodeIds.HierarchicalReferences);
            List<Growing> next = new ArrayList<>();
            for (int i = 0; i < level.size(); i++) {
                Growing parent = level.get(i);
                for (ReferenceDescription child : below.get(i)) {
                    boolean wanted = parent != top || wantedAtTop.test(NodeText.name(child.getBrowseName()));
                    Optional<NodeId> node = child.getNodeId().toNodeId(connection.namespaces());
                    if (!wanted || node.isEmpty() || !seen.add(node.get())) {
                        continue;
                    }
                    if (all.size() >= MAX_NODES) {
                        cutShort = true;
                        break;
                    }
                    Growing grown = new Growing(node.get(), Optional.of(child));
                    parent.children.add(grown);
                    all.add(grown);
                    if (goesOn(parent, grown)) {
                        next.add(grown);
                    }
                }
            }
            level = next;
        }
        return described(top, all);
    }

    /** Files and folders of a device are many and none of our business. */
    private static boolean goesOn(Growing parent, Growing child) {
        boolean inFolder = typeIs(parent, NodeIds.FileDirectoryType) && child.nodeClass() != NodeClass.Method;
        return !inFolder && !typeIs(child, NodeIds.FileType);
    }

    private static boolean typeIs(Growing node, NodeId type) {
        return node.described.filter(d -> type.equalTo(d.getTypeDefinition())).isPresent();
    }

    private NodeSeen described(Growing top, List<Growing> all) throws EquipmentException {
        Set<NodeId> types = new LinkedHashSet<>();
        for (Growing node : all) {
            types.add(typeOf(node));
            node.described.map(ReferenceDescription::getReferenceTypeId).ifPresent(types::add);
        }
        chains.learn(types);
        chains.learn(List.of(top.node)); // its own interfaces
        Attributes.Read read = attributes.read(
                all.stream()
                        .filter(g -> g.nodeClass() == NodeClass.Variable)
                        .map(g -> g.node)
                        .toList(),
                all.stream()
                        .filter(g -> g.nodeClass() == NodeClass.Method)
                        .map(g -> g.node)
                        .toList());
        return seen(top, true, read);
    }

    private NodeId typeOf(Growing node) {
        return node.described
                .flatMap(d -> d.getTypeDefinition().toNodeId(connection.namespaces()))
                .orElse(NodeId.NULL_VALUE);
    }

    private NodeSeen seen(Growing node, boolean top, Attributes.Read read) {
        List<String> types = new ArrayList<>(chains.chain(typeOf(node)));
        if (top) {
            types.addAll(chains.chain(node.node).stream().skip(1).toList());
        }
        QualifiedName name = node.described
                .map(ReferenceDescription::getBrowseName)
                .map(n -> Objects.requireNonNullElse(n, QualifiedName.NULL_VALUE))
                .orElse(QualifiedName.NULL_VALUE);
        Label label = new Label(
                names.namespace(name.namespaceIndex()),
                node.name(),
                kind(node.nodeClass()),
                node.described.map(d -> chains.chain(d.getReferenceTypeId())).orElse(List.of()),
                types);
        Map<String, NodeId> children = new HashMap<>();
        node.children.forEach(child -> children.putIfAbsent(child.name(), child.node));
        return new NodeSeen(
                label,
                read.variable(node.node),
                read.method(node.node, children.get("InputArguments"), children.get("OutputArguments")),
                node.children.stream().map(child -> seen(child, false, read)).toList());
    }

    private static Kind kind(NodeClass nodeClass) {
        return switch (nodeClass) {
            case Object -> Kind.OBJECT;
            case Variable -> Kind.VARIABLE;
            case Method -> Kind.METHOD;
            case null, default -> Kind.OTHER;
        };
    }
}
