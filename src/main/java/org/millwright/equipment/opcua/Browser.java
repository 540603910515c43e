package org.millwright.equipment.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseNextRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseNextResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePath;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathResult;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathTarget;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;
import org.eclipse.milo.opcua.stack.core.types.structured.TranslateBrowsePathsToNodeIdsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.TranslateBrowsePathsToNodeIdsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;
import org.millwright.equipment.EquipmentException;

/** Finds nodes by their names, with bounds on what a server may answer. */
final class Browser {
    /** Of one node; a server that has more to say is cut off there. */
    private static final int MAX_REFERENCES = 2_000;

    /** Each BrowseNext is a round trip; a server that splits its answer further is cut off there. */
    private static final int MAX_PARTS = 100;

    private static final ViewDescription WHOLE = new ViewDescription(NodeId.NULL_VALUE, DateTime.MIN_VALUE, uint(0));

    private final Connection connection;
    private final Deadline deadline;

    Browser(Connection connection, Deadline deadline) {
        this.connection = connection;
        this.deadline = deadline;
    }

    /** An object below another one. */
    record Child(NodeId node, QualifiedName name) {}

    /** The objects directly below a node by any hierarchical reference; none when the node cannot be browsed. */
    List<Child> objectsBelow(NodeId node) throws EquipmentException {
        String wanted = "browse";
        BrowseDescription description = new BrowseDescription(
                node,
                BrowseDirection.Forward,
                NodeIds.HierarchicalReferences,
                true,
                uint(NodeClass.Object.getValue()),
                uint(BrowseResultMask.BrowseName.getValue()));
        BrowseResponse response = connection.send(
                wanted,
                header -> new BrowseRequest(header, WHOLE, uint(MAX_REFERENCES), new BrowseDescription[] {description}),
                BrowseResponse.class,
                deadline);
        BrowseResult part =
                connection.sameSize(wanted, response.getResults(), 1).getFirst();
        List<Child> children = new ArrayList<>();
        for (int parts = 0; add(part, children) && parts < MAX_PARTS; parts++) {
            part = next(part.getContinuationPoint());
        }
        return children.subList(0, Math.min(children.size(), MAX_REFERENCES));
    }

    /** Returns whether there is more. */
    private boolean add(BrowseResult part, List<Child> children) {
        references(part)
                .forEach(reference -> reference
                        .getNodeId()
                        .toNodeId(connection.namespaces())
                        .ifPresent(node -> children.add(new Child(node, reference.getBrowseName()))));
        ByteString more = part.getContinuationPoint();
        return more != null && !more.isNullOrEmpty() && children.size() < MAX_REFERENCES;
    }

    private static Stream<ReferenceDescription> references(BrowseResult part) {
        ReferenceDescription[] references = part.getReferences();
        return references == null || part.getStatusCode().isBad() ? Stream.empty() : Arrays.stream(references);
    }

    private BrowseResult next(ByteString continuation) throws EquipmentException {
        String wanted = "browse on";
        BrowseNextResponse response = connection.send(
                wanted,
                header -> new BrowseNextRequest(header, false, new ByteString[] {continuation}),
                BrowseNextResponse.class,
                deadline);
        return connection.sameSize(wanted, response.getResults(), 1).getFirst();
    }

    /** Follows paths of names; a path that leads nowhere, or to several nodes, gives nothing. */
    List<Optional<NodeId>> follow(List<Path> paths) throws EquipmentException {
        String wanted = "find nodes by name";
        BrowsePath[] all = paths.stream().map(Path::onTheWire).toArray(BrowsePath[]::new);
        TranslateBrowsePathsToNodeIdsResponse response = connection.send(
                wanted,
                header -> new TranslateBrowsePathsToNodeIdsRequest(header, all),
                TranslateBrowsePathsToNodeIdsResponse.class,
                deadline);
        return connection.sameSize(wanted, response.getResults(), paths.size()).stream()
                .map(this::onlyTarget)
                .toList();
    }

    private Optional<NodeId> onlyTarget(BrowsePathResult result) {
        BrowsePathTarget[] targets = result.getTargets();
        return result.getStatusCode().isBad() || targets == null || targets.length != 1
                ? Optional.empty()
                : targets[0].getTargetId().toNodeId(connection.namespaces());
    }

    /** Names to follow from a node by hierarchical references. */
    record Path(NodeId start, List<QualifiedName> names) {
        private BrowsePath onTheWire() {
            RelativePathElement[] elements = names.stream()
                    .map(name -> new RelativePathElement(NodeIds.HierarchicalReferences, false, true, name))
                    .toArray(RelativePathElement[]::new);
            return new BrowsePath(start, new RelativePath(elements));
        }
    }
}
