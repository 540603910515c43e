package org.millwright.equipment.opcua;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.millwright.equipment.EquipmentException;

/** What types derive from, asked of the server once for each type. */
final class TypeChains {
    private static final int MAX_LEVELS = 12;
    private static final int MAX_TYPES = 2_000;

    private final Browser browser;
    private final Connection connection;
    private final NodeText names;
    private final Map<NodeId, List<NodeId>> above = new HashMap<>();

    TypeChains(Browser browser, Connection connection) {
        this.browser = browser;
        this.connection = connection;
        this.names = new NodeText(connection.namespaces());
    }

    /** Asks for those that are not known yet. */
    void learn(Collection<NodeId> types) throws EquipmentException {
        List<NodeId> level = unknown(types);
        for (int i = 0; i < MAX_LEVELS && !level.isEmpty() && above.size() < MAX_TYPES; i++) {
            List<List<ReferenceDescription>> supertypes =
                    browser.references(level, BrowseDirection.Inverse, NodeIds.HasSubtype);
            List<List<ReferenceDescription>> interfaces =
                    browser.references(level, BrowseDirection.Forward, NodeIds.HasInterface);
            Set<NodeId> next = new LinkedHashSet<>();
            for (int k = 0; k < level.size(); k++) {
                List<NodeId> found = new ArrayList<>(targets(supertypes.get(k)));
                found.addAll(targets(interfaces.get(k)));
                above.put(level.get(k), List.copyOf(found));
                next.addAll(found);
            }
            level = unknown(next);
        }
    }

    private List<NodeId> unknown(Collection<NodeId> types) {
        return types.stream()
                .filter(type -> type.isNotNull() && !above.containsKey(type))
                .distinct()
                .toList();
    }

    List<NodeId> targets(List<ReferenceDescription> references) {
        return references.stream()
                .flatMap(r -> r.getNodeId().toNodeId(connection.namespaces()).stream())
                .toList();
    }

    /** The type and all above it that has been learned. */
    List<String> chain(NodeId type) {
        Set<NodeId> chain = new LinkedHashSet<>();
        Deque<NodeId> open = new ArrayDeque<>(type.isNotNull() ? List.of(type) : List.of());
        while (!open.isEmpty()) {
            NodeId next = open.remove();
            if (chain.add(next)) {
                open.addAll(above.getOrDefault(next, List.of()));
            }
        }
        return chain.stream().map(names::id).toList();
    }
}
