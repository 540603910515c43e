package org.millwright.equipment.opcua;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.millwright.equipment.EquipmentException;
import org.millwright.plant.Controller.Expected;

/**
 * Where one server has the members of one {@code DI:SoftwareUpdate} AddIn; good for one connection, because new
 * firmware may number its nodes anew.
 *
 * <p>There is no prescribed way in, so the objects below DI's DeviceSet are browsed, nearest first, for children with
 * that name (OPC 10000-100 8.3.11). With several, the one whose nameplate shows the expected product counts, else the
 * nearest.
 */
final class SoftwareUpdateNodes {
    static final String DI = "http://opcfoundation.org/UA/DI/";

    private static final int DEVICE_SET = 5001;
    private static final String ADD_IN = "SoftwareUpdate";

    /** A device with components with components of their own, and functional groups in between. */
    private static final int MAX_DEPTH = 8;

    private static final int MAX_OBJECTS = 5_000;

    private final UShort di;
    private final Map<Member, NodeId> nodes;

    private SoftwareUpdateNodes(UShort di, Map<Member, NodeId> nodes) {
        this.di = di;
        this.nodes = nodes;
    }

    /** Throws REFUSED when the server has no AddIn. */
    static SoftwareUpdateNodes find(Connection connection, Expected expected, Deadline deadline)
            throws EquipmentException {
        UShort di = connection.namespaces().getIndex(DI);
        if (di == null) {
            throw connection.failures().refused("offers no software update (OPC 10000-100 is not there)");
        }
        Browser browser = new Browser(connection, deadline);
        List<AddIn> addIns = search(browser, di);
        if (addIns.isEmpty()) {
            throw connection.failures().refused("offers no software update (no AddIn " + ADD_IN + " found)");
        }
        List<SoftwareUpdateNodes> found = new ArrayList<>();
        for (AddIn addIn : addIns) {
            SoftwareUpdateNodes nodes = new SoftwareUpdateNodes(di, members(browser, addIn, di));
            if (addIns.size() == 1 || nodes.shows(expected, connection, deadline)) {
                return nodes;
            }
            found.add(nodes);
        }
        return found.getFirst();
    }

    /** An AddIn and the object that has it. */
    private record AddIn(NodeId host, NodeId node) {}

    private record Visit(NodeId node, int depth) {}

    private static List<AddIn> search(Browser browser, UShort di) throws EquipmentException {
        QualifiedName name = new QualifiedName(di, ADD_IN);
        List<AddIn> found = new ArrayList<>();
        Set<NodeId> seen = new HashSet<>();
        Deque<Visit> open = new ArrayDeque<>(List.of(new Visit(new NodeId(di, DEVICE_SET), 0)));
        while (!open.isEmpty()) {
            Visit visit = open.removeFirst();
            for (Browser.Child child : browser.objectsBelow(visit.node())) {
                boolean fresh = seen.size() < MAX_OBJECTS && seen.add(child.node());
                if (fresh && child.name().equals(name)) {
                    found.add(new AddIn(visit.node(), child.node()));
                } else if (fresh && visit.depth() < MAX_DEPTH) {
                    open.addLast(new Visit(child.node(), visit.depth() + 1));
                }
            }
        }
        return found;
    }

    private static Map<Member, NodeId> members(Browser browser, AddIn addIn, UShort di) throws EquipmentException {
        List<Member> owners = new ArrayList<>();
        List<Browser.Path> paths = new ArrayList<>();
        for (Member member : Member.values()) {
            for (int i = 0; i < member.tries(); i++) {
                owners.add(member);
                paths.add(new Browser.Path(member.fromHost() ? addIn.host() : addIn.node(), member.names(i, di)));
            }
        }
        List<Optional<NodeId>> found = browser.follow(paths);
        Map<Member, NodeId> nodes = new EnumMap<>(Member.class);
        for (int i = 0; i < owners.size(); i++) {
            Member owner = owners.get(i);
            found.get(i).ifPresent(node -> nodes.putIfAbsent(owner, node));
        }
        return nodes;
    }

    private boolean shows(Expected expected, Connection connection, Deadline deadline) throws EquipmentException {
        Optional<NodeId> maker = node(Member.HOST_MAKER);
        Optional<NodeId> product = node(Member.HOST_PRODUCT);
        if (maker.isEmpty() || product.isEmpty()) {
            return false;
        }
        List<DataValue> values = connection.read("read the nameplate", List.of(maker.get(), product.get()), deadline);
        return expected.manufacturerUri().equals(values.get(0).value().value())
                && expected.productCode().equals(values.get(1).value().value());
    }

    Optional<NodeId> node(Member member) {
        return Optional.ofNullable(nodes.get(member));
    }

    boolean has(Member... members) {
        return nodes.keySet().containsAll(List.of(members));
    }

    /** The id in the DI namespace of a node that a type has, for example a state. */
    NodeId diNode(int number) {
        return new NodeId(di, number);
    }
}
