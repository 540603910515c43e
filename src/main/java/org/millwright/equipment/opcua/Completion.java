package org.millwright.equipment.opcua;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows a transfer that the server goes on with by itself, by its FileTransferStateMachine (OPC 10000-20 4.4.6). */
final class Completion {
    private static final Logger LOG = LoggerFactory.getLogger(Completion.class);
    private static final NodeId IDLE = new NodeId(0, 15815);
    private static final NodeId READ_PREPARE = new NodeId(0, 15817);
    private static final NodeId READ_TRANSFER = new NodeId(0, 15819);
    private static final NodeId APPLY_WRITE = new NodeId(0, 15821);
    private static final NodeId ERROR = new NodeId(0, 15823);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Connection connection;
    private final Deadline deadline;
    private final Optional<NodeId> errorMessage;

    /**
     * For one transfer.
     *
     * @param errorMessage where the server tells why a transfer failed
     */
    Completion(Connection connection, Optional<NodeId> errorMessage, Deadline deadline) {
        this.connection = connection;
        this.errorMessage = errorMessage;
        this.deadline = deadline;
    }

    /** Waits until a file can be read. */
    void ready(Variant machine) throws EquipmentException {
        follow(machine, READ_TRANSFER, Set.of(IDLE, READ_PREPARE));
    }

    /** Waits until a written file is dealt with. */
    void of(Variant machine) throws EquipmentException {
        follow(machine, IDLE, Set.of(APPLY_WRITE));
    }

    /** A null machine means that everything is done. */
    private void follow(Variant machine, NodeId wanted, Set<NodeId> onTheWay) throws EquipmentException {
        if (machine.isNull()) {
            return;
        }
        if (!(machine.value() instanceof NodeId id)) {
            throw connection.failures().nonsense("names something else than a state machine");
        }
        if (id.isNull()) {
            return;
        }
        NodeId state = below(id, "CurrentState", "Id")
                .orElseThrow(() -> connection.failures().nonsense("names a state machine without a state"));
        NodeId now = stateOf(state);
        while (!wanted.equals(now)) {
            if (ERROR.equals(now)) {
                String reason = reason();
                reset(id);
                throw connection.failures().refused("the transfer failed there" + reason);
            }
            if (!onTheWay.contains(now)) {
                throw connection.failures().nonsense("a transfer is in a state that is not known: " + now);
            }
            if (deadline.passed()) {
                throw connection.failures().silent("finish the transfer");
            }
            deadline.pause(LOOK_AGAIN);
            now = stateOf(state);
        }
    }

    private Optional<NodeId> below(NodeId machine, String... names) throws EquipmentException {
        List<QualifiedName> path =
                List.of(names).stream().map(name -> new QualifiedName(0, name)).toList();
        return new Browser(connection, deadline)
                .follow(List.of(new Browser.Path(machine, path)))
                .getFirst();
    }

    private NodeId stateOf(NodeId state) throws EquipmentException {
        DataValue read =
                connection.read("follow the transfer", List.of(state), deadline).getFirst();
        if (!read.statusCode().isBad() && read.value().value() instanceof NodeId id) {
            return id;
        }
        throw connection.failures().nonsense("does not tell the state of a transfer");
    }

    /** To be read before the reset, which may clear it. */
    private String reason() throws EquipmentException {
        return errorMessage.isEmpty() ? "" : MemberValues.reason(connection, errorMessage.get(), deadline);
    }

    /** So that the next transfer can begin; without it the refusal counts all the same. */
    private void reset(NodeId machine) throws EquipmentException {
        Optional<NodeId> reset = below(machine, "Reset");
        if (reset.isPresent()) {
            try {
                var _ = connection.call("reset the transfer", machine, reset.get(), deadline);
            } catch (EquipmentException e) {
                LOG.debug("a failed transfer was not reset", e);
            }
        }
    }
}
