package org.millwright.simulators.opcua;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.opcua.Completion.Phase;
import org.millwright.simulators.opcua.OpenFile.Mode;
import org.millwright.simulators.opcua.OpenFiles.Entry;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.Plc.TransferFate;
import org.millwright.simulators.plc.PlcRefusal;

/**
 * One TemporaryFileTransferType object (OPC 10000-20 4.4) and the FileType nodes that it hands out. Everything is done
 * when a method returns and the CompletionStateMachine is null, but on a controller with asynchronous completion.
 */
final class FileTransfer implements OpenFiles.Owner, FileMethods.Written {
    private final TransferredFiles meaning;
    private final OpenFiles files;
    private final FileMethods methods;
    private final Plc plc;
    private final Map<UInteger, Completion> reading = new ConcurrentHashMap<>();
    private Optional<Completion.Row> completions = Optional.empty();

    FileTransfer(TransferredFiles meaning, FileMethods methods) {
        this.meaning = meaning;
        this.methods = methods;
        this.files = methods.files();
        this.plc = methods.plc();
    }

    /**
     * Fills the transfer object.
     *
     * @param optionsType data type of the GenerateOptions argument, which the standard leaves to the instance
     */
    void addTo(Branch transfer, NodeId optionsType) {
        Signature write = Signature.NONE
                .in("GenerateOptions", optionsType)
                .out("FileNodeId", NodeIds.NodeId)
                .out("FileHandle", NodeIds.UInt32);
        Signature read = write.out("CompletionStateMachine", NodeIds.NodeId);
        transfer.property(ua("ClientProcessingTimeout"), Value.duration(() -> OpenFiles.CLIENT_PROCESSING_TIMEOUT));
        transfer.method(ua("GenerateFileForRead"), read, this::generateForRead);
        transfer.method(ua("GenerateFileForWrite"), write, this::generateForWrite);
        transfer.method(
                ua("CloseAndCommit"),
                FileMethods.CLOSE.out("CompletionStateMachine", NodeIds.NodeId),
                this::closeAndCommit);
        if (plc.updateSettings().offers(UpdateOption.ASYNC_COMPLETION)) {
            completions = Optional.of(new Completion.Row(transfer));
        }
    }

    private static QualifiedName ua(String name) {
        return Names.UA.name(name);
    }

    private List<Object> generateForRead(NodeId session, Inputs in) throws PlcRefusal {
        Entry entry = files.open(session, Mode.READ, meaning.read(in), this);
        fileNode(entry);
        NodeId machine = completions.map(row -> prepare(entry, row)).orElse(NodeId.NULL_VALUE);
        return List.of(entry.node().id(), entry.handle(), machine);
    }

    private NodeId prepare(Entry entry, Completion.Row row) {
        Completion completion = row.add(Phase.READ_PREPARE);
        reading.put(entry.handle(), completion);
        entry.file().hold();
        plc.later(() -> {
            entry.file().release();
            completion.enter(Phase.READ_TRANSFER);
        });
        return completion.id();
    }

    private List<Object> generateForWrite(NodeId session, Inputs in) throws PlcRefusal {
        meaning.admitWrite(in);
        try {
            Entry entry = files.open(session, Mode.WRITE, new byte[0], this);
            fileNode(entry);
            return List.of(entry.node().id(), entry.handle());
        } catch (PlcRefusal refusal) {
            meaning.abandoned();
            throw refusal;
        }
    }

    private void fileNode(Entry entry) {
        Branch node = entry.node();
        OpenFile file = entry.file();
        node.property(ua("Size"), Value.of(NodeIds.UInt64, () -> ULong.valueOf(file.size())));
        node.property(ua("Writable"), Value.bool(() -> file.mode().writes()));
        node.property(ua("UserWritable"), Value.bool(() -> file.mode().writes()));
        node.property(ua("OpenCount"), Value.of(NodeIds.UInt16, () -> UShort.valueOf(1)));
        node.method(ua("Open"), FileMethods.OPEN, (session, in) -> {
            throw new PlcRefusal("Bad_InvalidState", "a temporary file is open from the start");
        });
        methods.addTo(node, this);
    }

    @Override
    public int blockBytes() {
        return meaning.blockBytes();
    }

    @Override
    public TransferFate received(long bytes) {
        return meaning.received(bytes);
    }

    @Override
    public boolean isTemporary() {
        return true;
    }

    @Override
    public void closed(Entry entry) {
        entry.node().delete();
        if (entry.file().mode().writes()) {
            meaning.abandoned();
        }
        Completion completion = reading.remove(entry.handle());
        if (completion != null) {
            completion.enter(Phase.IDLE);
        }
    }

    private List<Object> closeAndCommit(NodeId session, Inputs in) throws PlcRefusal {
        Entry entry = files.get(session, in.uint32(0));
        if (!equals(entry.owner())) {
            throw new PlcRefusal("Bad_InvalidArgument", "the handle belongs to another transfer");
        }
        byte[] content = entry.file().written();
        files.take(entry);
        entry.node().delete();
        if (completions.isPresent()) {
            return List.of(commitLater(content, completions.get().add(Phase.APPLY_WRITE)));
        }
        meaning.commit(content);
        return List.of(NodeId.NULL_VALUE);
    }

    private NodeId commitLater(byte[] content, Completion completion) {
        plc.later(() -> {
            try {
                meaning.commit(content);
                completion.enter(Phase.IDLE);
            } catch (PlcRefusal refusal) {
                completion.enter(Phase.ERROR);
            }
        });
        return completion.id();
    }
}
