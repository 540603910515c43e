package org.millwright.equipment.opcua;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.millwright.equipment.EquipmentException;

/**
 * Finds whatever looks like a SoftwareUpdate AddIn, also where {@link AddIns} would pass it by: by any hierarchical
 * reference, by its name in any namespace or by its type. Starts where AddIns does.
 */
final class AddInWalk {
    private static final String NAME = "SoftwareUpdate";
    private static final int SOFTWARE_UPDATE_TYPE = 1;
    private static final List<Integer> ROOTS = List.of(5001, 6094, 6078);
    private static final int MAX_DEPTH = 12;
    private static final int MAX_OBJECTS = 5_000;
    private static final int MAX_ADD_INS = 32;

    private final Connection connection;
    private final Browser browser;
    private final Optional<UShort> di;
    private final Set<NodeId> seen = new HashSet<>(Set.of(NodeIds.Server));
    private final List<Candidate> found = new ArrayList<>();
    private boolean cutShort;

    AddInWalk(Connection connection, Browser browser, Optional<UShort> di) {
        this.connection = connection;
        this.browser = browser;
        this.di = di;
    }

    /** An object on the way. */
    record Visit(NodeId node, Optional<ReferenceDescription> described, String path) {}

    /** What may be an AddIn, and the object below which it was found. */
    record Candidate(Visit host, Visit addIn) {}

    boolean cutShort() {
        return cutShort;
    }

    /** One AddIn may stand here several times, below each object that refers to it. */
    List<Candidate> search() throws EquipmentException {
        if (di.isPresent()) {
            below(ROOTS.stream().map(id -> new NodeId(di.get(), id)).toList());
        }
        if (found.isEmpty()) {
            below(List.of(NodeIds.ObjectsFolder));
        }
        return List.copyOf(found);
    }

    private void below(List<NodeId> roots) throws EquipmentException {
        List<Visit> level = roots.stream()
                .filter(seen::add)
                .map(root -> new Visit(root, Optional.empty(), ""))
                .toList();
        for (int depth = 0; depth < MAX_DEPTH && !level.isEmpty(); depth++) {
            List<List<ReferenceDescription>> children = browser.references(
                    level.stream().map(Visit::node).toList(), BrowseDirection.Forward, NodeIds.HierarchicalReferences);
            List<Visit> next = new ArrayList<>();
            for (int i = 0; i < level.size(); i++) {
                for (ReferenceDescription child : children.get(i)) {
                    visit(level.get(i), child, next);
                }
            }
            level = next;
        }
        cutShort |= !level.isEmpty();
    }

    private void visit(Visit host, ReferenceDescription child, List<Visit> next) {
        Optional<NodeId> node = child.getNodeId().toNodeId(connection.namespaces());
        if (node.isEmpty() || child.getNodeClass() != NodeClass.Object) {
            return;
        }
        if (looksLikeAddIn(child)) {
            if (found.size() < MAX_ADD_INS) {
                found.add(new Candidate(host, new Visit(node.get(), Optional.of(child), host.path())));
            } else {
                cutShort = true;
            }
        } else if (seen.size() >= MAX_OBJECTS) {
            cutShort = true;
        } else if (seen.add(node.get())) {
            String name = NodeText.name(child.getBrowseName());
            String path = host.path().isEmpty() ? name : host.path() + "/" + name;
            next.add(new Visit(node.get(), Optional.of(child), path));
        }
    }

    private boolean looksLikeAddIn(ReferenceDescription child) {
        Optional<NodeId> type = child.getTypeDefinition().toNodeId(connection.namespaces());
        boolean named = NAME.equals(child.getBrowseName().name());
        boolean typed = di.isPresent()
                && type.filter(new NodeId(di.get(), SOFTWARE_UPDATE_TYPE)::equals)
                        .isPresent();
        return named || typed;
    }
}
