package org.millwright.equipment.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
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
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;

/** Finds nodes by references and names, as many in one request as the server takes, with bounds on its answers. */
final class Browser {
    /** Of one node; a server that has more to say is cut off there. */
    private static final int MAX_REFERENCES = 2_000;

    /** Each BrowseNext is a round trip; a server that splits its answers further is cut off there. */
    private static final int MAX_PARTS = 100;

    /** The remaining path of a target that the whole path leads to (OPC 10000-4 5.9.4). */
    private static final UInteger NOTHING_LEFT = UInteger.MAX;

    private static final ViewDescription WHOLE = new ViewDescription(NodeId.NULL_VALUE, DateTime.MIN_VALUE, uint(0));

    private final Connection connection;
    private final Deadline deadline;
    private int partsLeft;
    private boolean cutShort;

    Browser(Connection connection, Deadline deadline) {
        this(connection, deadline, MAX_PARTS);
    }

    /** With another bound on the answers that go on in a next part. */
    Browser(Connection connection, Deadline deadline, int maxParts) {
        this.connection = connection;
        this.deadline = deadline;
        this.partsLeft = maxParts;
    }

    /** Whether the server had more to say than was listened to. */
    boolean cutShort() {
        return cutShort;
    }

    /** A node at the other end of a reference. */
    record Child(NodeId node, QualifiedName name) {}

    /** The objects directly below each node by one kind of reference; none below a node that cannot be browsed. */
    List<List<Child>> objectsBelow(List<NodeId> nodes, NodeId reference) throws EquipmentException {
        UInteger objects = uint(NodeClass.Object.getValue());
        return browse(nodes.stream()
                .map(node -> description(node, BrowseDirection.Forward, reference, objects))
                .toList());
    }

    /** The nodes at the other ends of one node's references. */
    List<Child> targets(NodeId node, BrowseDirection direction, NodeId reference) throws EquipmentException {
        return browse(List.of(description(node, direction, reference, uint(0)))).getFirst();
    }

    /** The references of each node in one direction, with all that the server tells about their other ends. */
    List<List<ReferenceDescription>> references(List<NodeId> nodes, BrowseDirection direction, NodeId reference)
            throws EquipmentException {
        UInteger everything = uint(BrowseResultMask.All.getValue());
        return described(nodes.stream()
                .map(node -> new BrowseDescription(node, direction, reference, true, uint(0), everything))
                .toList());
    }

    private static BrowseDescription description(
            NodeId node, BrowseDirection direction, NodeId reference, UInteger classes) {
        UInteger results = uint(BrowseResultMask.BrowseName.getValue());
        return new BrowseDescription(node, direction, reference, true, classes, results);
    }

    private List<List<Child>> browse(List<BrowseDescription> wanted) throws EquipmentException {
        return described(wanted).stream().map(this::children).toList();
    }

    private List<List<ReferenceDescription>> described(List<BrowseDescription> wanted) throws EquipmentException {
        List<List<ReferenceDescription>> found = new ArrayList<>();
        for (List<BrowseDescription> part :
                ServerLimits.parts(wanted, connection.limits(deadline).nodesPerBrowse())) {
            BrowseDescription[] all = part.toArray(BrowseDescription[]::new);
            BrowseResponse response = connection.send(
                    "browse",
                    header -> new BrowseRequest(header, WHOLE, uint(MAX_REFERENCES), all),
                    BrowseResponse.class,
                    deadline);
            for (BrowseResult result : connection.sameSize("browse", response.getResults(), part.size())) {
                found.add(toTheEnd(result));
            }
        }
        return found;
    }

    private List<ReferenceDescription> toTheEnd(BrowseResult first) throws EquipmentException {
        List<ReferenceDescription> all = new ArrayList<>();
        BrowseResult part = first;
        references(part).forEach(all::add);
        while (hasMore(part)) {
            boolean enough = all.size() >= MAX_REFERENCES || partsLeft-- <= 0;
            cutShort |= enough;
            Optional<BrowseResult> next = next(part.getContinuationPoint(), enough);
            if (next.isEmpty()) {
                break;
            }
            part = next.get();
            references(part).forEach(all::add);
        }
        return all.subList(0, Math.min(all.size(), MAX_REFERENCES));
    }

    private List<Child> children(List<ReferenceDescription> references) {
        List<Child> children = new ArrayList<>();
        references.forEach(reference -> add(reference, children));
        return children;
    }

    private void add(ReferenceDescription reference, List<Child> children) {
        QualifiedName name = Objects.requireNonNullElse(reference.getBrowseName(), QualifiedName.NULL_VALUE);
        reference.getNodeId().toNodeId(connection.namespaces()).ifPresent(node -> children.add(new Child(node, name)));
    }

    private static boolean hasMore(BrowseResult part) {
        ByteString more = part.getContinuationPoint();
        return more != null && !more.isNullOrEmpty();
    }

    private static Stream<ReferenceDescription> references(BrowseResult part) {
        ReferenceDescription[] references = part.getReferences();
        return references == null || part.getStatusCode().isBad()
                ? Stream.empty()
                : Arrays.stream(references).filter(Objects::nonNull);
    }

    /** Empty after a release: a server keeps only a few continuation points, so none is left unused. */
    private Optional<BrowseResult> next(ByteString continuation, boolean release) throws EquipmentException {
        String wanted = release ? "end browsing" : "browse on";
        BrowseNextResponse response = connection.send(
                wanted,
                header -> new BrowseNextRequest(header, release, new ByteString[] {continuation}),
                BrowseNextResponse.class,
                deadline);
        return release
                ? Optional.empty()
                : Optional.of(
                        connection.sameSize(wanted, response.getResults(), 1).getFirst());
    }

    /** Follows paths of names; a path that leads nowhere, or to several nodes, gives nothing. */
    List<Optional<NodeId>> follow(List<Path> paths) throws EquipmentException {
        String wanted = "find nodes by name";
        List<Optional<NodeId>> found = new ArrayList<>();
        for (List<Path> part :
                ServerLimits.parts(paths, connection.limits(deadline).pathsPerTranslation())) {
            BrowsePath[] all = part.stream().map(Path::onTheWire).toArray(BrowsePath[]::new);
            TranslateBrowsePathsToNodeIdsResponse response = connection.send(
                    wanted,
                    header -> new TranslateBrowsePathsToNodeIdsRequest(header, all),
                    TranslateBrowsePathsToNodeIdsResponse.class,
                    deadline);
            connection.sameSize(wanted, response.getResults(), part.size()).stream()
                    .map(this::onlyTarget)
                    .forEach(found::add);
        }
        return found;
    }

    private Optional<NodeId> onlyTarget(BrowsePathResult result) {
        BrowsePathTarget[] targets = result.getTargets();
        if (result.getStatusCode().isBad() || targets == null) {
            return Optional.empty();
        }
        List<NodeId> whole = Arrays.stream(targets)
                .filter(target -> target != null && NOTHING_LEFT.equals(target.getRemainingPathIndex()))
                .flatMap(target -> target.getTargetId().toNodeId(connection.namespaces()).stream())
                .distinct()
                .toList();
        return whole.size() == 1 ? Optional.of(whole.getFirst()) : Optional.empty();
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
