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
        this.file = RemoteFile.of(connection, node(connection, generated), handle(connection, generated), deadline);
        this.completion = machine(generated);
    }

    /**
     * A transfer object and its methods.
     *
     * @param errorMessage where the server tells why a transfer failed
     */
    record Transfer(NodeId object, NodeId read, NodeId write, NodeId commit, Optional<NodeId> errorMessage) {}

    static TemporaryFile forRead(Connection connection, Transfer transfer, Variant options, Deadline deadline)
            throws EquipmentException {
        return new TemporaryFile(connection, deadline, transfer, generate(connection, transfer, options, deadline));
    }

    private static List<Variant> generate(Connection connection, Transfer transfer, Variant options, Deadline deadline)
            throws EquipmentException {
        return connection.call("get a file for reading", transfer.object(), transfer.read(), deadline, options);
    }

    static TemporaryFile forWrite(Connection connection, Transfer transfer, Variant options, Deadline deadline)
            throws EquipmentException {
        List<Variant> generated =
                connection.call("get a file for writing", transfer.object(), transfer.write(), deadline, options);
        return new TemporaryFile(connection, deadline, transfer, generated);
    }

    private static NodeId node(Connection connection, List<Variant> generated) throws EquipmentException {
        if (!generated.isEmpty() && generated.getFirst().value() instanceof NodeId node) {
            return node;
        }
        throw connection.failures().nonsense("gives no file");
    }

    private static UInteger handle(Connection connection, List<Variant> generated) throws EquipmentException {
        if (generated.size() > 1 && generated.get(1).value() instanceof UInteger handle) {
            return handle;
        }
        throw connection.failures().nonsense("gives no file");
    }

    private static Variant machine(List<Variant> generated) {
        return generated.size() > 2 ? generated.get(2) : Variant.NULL_VALUE;
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
    void readTo(OutputStream to) throws EquipmentException, IOException {
        ready().readTo(to, file.pace(Pace.Wish.plain(false)));
    }

    /**
     * Like {@link #readTo} for content that is proved by a hash afterwards: several calls in a request, several files.
     *
     * @param options as this file was asked for
     */
    void readProvable(Variant options, OutputStream to) throws EquipmentException, IOException {
        ParallelReading.copy(connection, ready(), () -> another(options), file.pace(Pace.Wish.plain(true)), to);
    }

    /** The same content once more, as soon as it can be read; the file is the caller's to close. */
    RemoteFile another(Variant options) throws EquipmentException {
        List<Variant> generated = generate(connection, transfer, options, deadline);
        RemoteFile another =
                RemoteFile.another(connection, node(connection, generated), handle(connection, generated), deadline);
        try {
            completion().ready(machine(generated));
            return another;
        } catch (EquipmentException e) {
            another.close();
            throw e;
        }
    }

    private RemoteFile ready() throws EquipmentException {
        completion().ready(completion);
        return file;
    }

    private Completion completion() {
        return new Completion(connection, transfer.errorMessage(), deadline);
    }

    @Override
    public void close() {
        file.close();
    }
}
