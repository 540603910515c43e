package org.millwright.equipment.opcua;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;

/**
 * One transfer by a TemporaryFileTransferType object (OPC 10000-20 4.4).
 *
 * <ol>
 *   <li>The server makes a file that is open already and valid in this session only; Open is never called on it.
 *   <li>CloseAndCommit ends a write; when the server goes on working, its state machine is followed to the end.
 *   <li>{@link #close} gives up what was not committed: Close without a commit.
 * </ol>
 */
final class TemporaryFile implements AutoCloseable {
    private final Connection connection;
    private final Deadline deadline;
    private final Transfer transfer;
    private final RemoteFile file;
    private final Variant completion;

    private TemporaryFile(Connection connection, Deadline deadline, Transfer transfer, List<Variant> generated)
            throws EquipmentException {
        this.connection = connection;
        this.deadline = deadline;
        this.transfer = transfer;
        this.file = RemoteFile.of(
                connection, output(generated, 0, NodeId.class), output(generated, 1, UInteger.class), deadline);
        this.completion = generated.size() > 2 ? generated.get(2) : Variant.NULL_VALUE;
    }

    /**
     * A transfer object and its methods.
     *
     * @param errorMessage where the server tells why a transfer failed
     */
    record Transfer(NodeId object, NodeId read, NodeId write, NodeId commit, Optional<NodeId> errorMessage) {}

    static TemporaryFile forRead(Connection connection, Transfer transfer, Variant options, Deadline deadline)
            throws EquipmentException {
        List<Variant> generated =
                connection.call("get a file for reading", transfer.object(), transfer.read(), deadline, options);
        return new TemporaryFile(connection, deadline, transfer, generated);
    }

    static TemporaryFile forWrite(Connection connection, Transfer transfer, Variant options, Deadline deadline)
            throws EquipmentException {
        List<Variant> generated =
                connection.call("get a file for writing", transfer.object(), transfer.write(), deadline, options);
        return new TemporaryFile(connection, deadline, transfer, generated);
    }

    private <T> T output(List<Variant> outputs, int index, Class<T> type) throws EquipmentException {
        Object value = index < outputs.size() ? outputs.get(index).value() : null;
        if (!type.isInstance(value)) {
            throw connection.failures().nonsense("gives no file");
        }
        return type.cast(value);
    }

    /** Writes all blocks; nothing counts before {@link #commit}. */
    void send(Blocks blocks, Pace.Wish wish, RemoteFile.Progress progress) throws EquipmentException, IOException {
        file.send(blocks, file.pace(wish), progress);
    }

    /** Hands the written file over and waits until the server has dealt with it. */
    void commit() throws EquipmentException {
        List<Variant> outputs =
                connection.call("hand over the file", transfer.object(), transfer.commit(), deadline, file.handle());
        file.closedElsewhere();
        completion().of(outputs.isEmpty() ? Variant.NULL_VALUE : outputs.getFirst());
    }

    /** Copies the file, from the moment on when the server has it ready. */
    void readTo(OutputStream to, boolean provable) throws EquipmentException, IOException {
        completion().ready(completion);
        file.readTo(to, file.pace(Pace.Wish.plain(provable)));
    }

    private Completion completion() {
        return new Completion(connection, transfer.errorMessage(), deadline);
    }

    @Override
    public void close() {
        file.close();
    }
}
