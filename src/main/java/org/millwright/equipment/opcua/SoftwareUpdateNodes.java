package org.millwright.equipment.opcua;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.plant.Controller.Expected;

/**
 * Where one server has the members of one {@code DI:SoftwareUpdate} AddIn; good for one connection, because new
 * firmware may number its nodes anew.
 */
final class SoftwareUpdateNodes {
    static final String DI = "http://opcfoundation.org/UA/DI/";

    /** A vendor's own type of loading, its parent, its parent's parent: no more are looked at. */
    private static final int MAX_SUPERTYPES = 5;

    private static final String MAX_INACTIVE_LOCK_TIME = "MaxInactiveLockTime";

    private final UShort di;
    private final Map<Member, NodeId> nodes;
    private final LoadingKind kind;
    private final Optional<NodeId> lockTime;

    private SoftwareUpdateNodes(UShort di, Map<Member, NodeId> nodes, LoadingKind kind, Optional<NodeId> lockTime) {
        this.di = di;
        this.nodes = nodes;
        this.kind = kind;
        this.lockTime = lockTime;
    }

    /** Throws REFUSED when the server has no AddIn, or several that could be meant. */
    static SoftwareUpdateNodes find(Connection connection, Expected expected, Deadline deadline)
            throws EquipmentException {
        UShort di = connection.namespaces().getIndex(DI);
        if (di == null) {
            throw connection.failures().refused("offers no software update (OPC 10000-100 is not there)");
        }
        Browser browser = new Browser(connection, deadline);
        AddIns.AddIn addIn = new AddIns(connection, di, deadline).only(expected);
        Map<Member, NodeId> nodes = members(browser, addIn, di);
        List<QualifiedName> lockTime = List.of(new QualifiedName(di, MAX_INACTIVE_LOCK_TIME));
        return new SoftwareUpdateNodes(
                di,
                nodes,
                kind(browser, di, nodes),
                browser.follow(List.of(new Browser.Path(NodeIds.Server_ServerCapabilities, lockTime)))
                        .getFirst());
    }

    private static Map<Member, NodeId> members(Browser browser, AddIns.AddIn addIn, UShort di)
            throws EquipmentException {
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

    /** By the type of Loading or the nearest of its supertypes that says it; else by the members that are there. */
    private static LoadingKind kind(Browser browser, UShort di, Map<Member, NodeId> nodes) throws EquipmentException {
        NodeId loading = nodes.get(Member.LOADING);
        if (loading == null) {
            return LoadingKind.NONE;
        }
        List<Browser.Child> types = browser.targets(loading, BrowseDirection.Forward, NodeIds.HasTypeDefinition);
        for (int i = 0; i < MAX_SUPERTYPES && types.size() == 1; i++) {
            NodeId type = types.getFirst().node();
            Optional<LoadingKind> kind = LoadingKind.ofType(type, di);
            if (kind.isPresent()) {
                return kind.get();
            }
            types = browser.targets(type, BrowseDirection.Inverse, NodeIds.HasSubtype);
        }
        return LoadingKind.ofMembers(nodes.keySet());
    }

    LoadingKind kind() {
        return kind;
    }

    Optional<NodeId> node(Member member) {
        return Optional.ofNullable(nodes.get(member));
    }

    boolean has(Member... members) {
        return nodes.keySet().containsAll(List.of(members));
    }

    /** How long the server keeps an unused lock (7.7), a Duration in milliseconds; empty when it does not tell. */
    Optional<NodeId> lockTime() {
        return lockTime;
    }

    /** The id in the DI namespace of a node that a type has, for example a state. */
    NodeId diNode(int number) {
        return new NodeId(di, number);
    }
}
