package org.millwright.equipment.opcua;

import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.plant.Controller.Expected;

/** The AddIn of one server over one connection; searched for at its first use, so that reading tags needs none. */
final class SoftwareUpdate {
    private final Connection connection;
    private final Expected expected;
    private @Nullable SoftwareUpdateNodes nodes;

    SoftwareUpdate(Connection connection, Expected expected) {
        this.connection = connection;
        this.expected = expected;
    }

    Connection connection() {
        return connection;
    }

    SoftwareUpdateNodes nodes(Deadline deadline) throws EquipmentException {
        SoftwareUpdateNodes known = nodes;
        if (known == null) {
            known = SoftwareUpdateNodes.find(connection, expected, deadline);
            nodes = known;
        }
        return known;
    }

    /** What was found; only for those who came by it. */
    SoftwareUpdateNodes known() {
        SoftwareUpdateNodes known = nodes;
        if (known == null) {
            throw new IllegalStateException("the AddIn has not been searched for");
        }
        return known;
    }

    /** How this server takes software. */
    Loading loading(Deadline deadline) throws EquipmentException {
        return Loading.of(this, nodes(deadline).kind());
    }

    /** The server's own words for a failure, with a colon before them. */
    Optional<String> reason(Member member, Deadline deadline) throws EquipmentException {
        Optional<NodeId> node = nodes(deadline).node(member);
        return node.isEmpty()
                ? Optional.empty()
                : Optional.of(MemberValues.reason(connection, node.get(), deadline))
                        .filter(text -> !text.isEmpty());
    }

    /** Whether there is an AddIn, for those who can do without. */
    boolean offered(Deadline deadline) throws EquipmentException {
        try {
            var _ = nodes(deadline);
            return true;
        } catch (EquipmentException e) {
            if (e.kind() != EquipmentException.Kind.REFUSED) {
                throw e;
            }
            return false;
        }
    }

    boolean has(Deadline deadline, Member... members) throws EquipmentException {
        return nodes(deadline).has(members);
    }

    /** Throws REFUSED when the server does not have it. */
    NodeId need(Member member, Deadline deadline) throws EquipmentException {
        return nodes(deadline)
                .node(member)
                .orElseThrow(() -> connection.failures().refused("does not offer " + member.path()));
    }

    MemberValues read(Deadline deadline, Member... members) throws EquipmentException {
        return MemberValues.read(connection, nodes(deadline), List.of(members), deadline);
    }

    Observation observe(Deadline deadline) throws EquipmentException {
        return Observation.of(connection, nodes(deadline), deadline);
    }

    List<Variant> call(String wanted, Member object, Member method, Deadline deadline, Variant... inputs)
            throws EquipmentException {
        return connection.call(wanted, need(object, deadline), need(method, deadline), deadline, inputs);
    }
}
