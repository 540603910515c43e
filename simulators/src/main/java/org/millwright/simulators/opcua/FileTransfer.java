package org.millwright.simulators.opcua;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.millwright.simulators.opcua.OpenFile.Mode;
import org.millwright.simulators.opcua.OpenFiles.Entry;
import org.millwright.simulators.plc.Plc.TransferFate;
import org.millwright.simulators.plc.PlcRefusal;

/**
 * One TemporaryFileTransferType object (OPC 10000-20 4.4) and the FileType nodes that it hands out. Everything is done
 * when a method returns, so the CompletionStateMachine is always null.
 */
final class FileTransfer {
    /** Largest file that a client may write: the largest payload of a package, and its header. */
    static final int MAX_FILE_BYTES = 257 * 1024 * 1024;

    private static final Signature READ = Signature.NONE
            .in("FileHandle", NodeIds.UInt32)
            .in("Length", NodeIds.Int32)
            .out("Data", NodeIds.ByteString);
    private static final Signature WRITE =
            Signature.NONE.in("FileHandle", NodeIds.UInt32).in("Data", NodeIds.ByteString);
    private static final Signature CLOSE = Signature.NONE.in("FileHandle", NodeIds.UInt32);
    private static final Signature GET_POSITION = CLOSE.out("Position", NodeIds.UInt64);
    private static final Signature SET_POSITION = CLOSE.in("Position", NodeIds.UInt64);
    private static final Signature OPEN =
            Signature.NONE.in("Mode", NodeIds.Byte).out("FileHandle", NodeIds.UInt32);

    private final TransferredFiles meaning;
    private final OpenFiles files;
    private final Runnable dropSessions;

    FileTransfer(TransferredFiles meaning, OpenFiles files, Runnable dropSessions) {
        this.meaning = meaning;
        this.files = files;
        this.dropSessions = dropSessions;
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
                ua("CloseAndCommit"), CLOSE.out("CompletionStateMachine", NodeIds.NodeId), this::closeAndCommit);
    }

    private static QualifiedName ua(String name) {
        return Names.UA.name(name);
    }

    private List<Object> generateForRead(NodeId session, Inputs in) throws PlcRefusal {
        Entry entry = files.open(session, Mode.READ, meaning.read(in), this);
        fileNode(entry);
        return List.of(entry.node().id(), entry.handle(), NodeId.NULL_VALUE);
    }

    private List<Object> generateForWrite(NodeId session, Inputs in) throws PlcRefusal {
        meaning.admitWrite(in);
        Entry entry = files.open(session, Mode.WRITE, new byte[0], this);
        fileNode(entry);
        return List.of(entry.node().id(), entry.handle());
    }

    private void fileNode(Entry entry) {
        Branch node = entry.node();
        OpenFile file = entry.file();
        node.property(ua("Size"), Value.of(NodeIds.UInt64, () -> ULong.valueOf(file.size())));
        node.property(ua("Writable"), Value.bool(() -> file.mode() == Mode.WRITE));
        node.property(ua("UserWritable"), Value.bool(() -> file.mode() == Mode.WRITE));
        node.property(ua("OpenCount"), Value.of(NodeIds.UInt16, () -> UShort.valueOf(1)));
        node.method(ua("Open"), OPEN, (session, in) -> {
            throw new PlcRefusal("Bad_InvalidState", "a temporary file is open from the start");
        });
        node.method(ua("Close"), CLOSE, (session, in) -> {
            files.close(own(entry, session, in));
            return List.of();
        });
        node.method(ua("Read"), READ, (session, in) -> {
            byte[] bytes = own(entry, session, in).file().read(in.int32(1), files.maxBlockBytes());
            return List.of(ByteString.of(bytes));
        });
        node.method(ua("Write"), WRITE, (session, in) -> write(own(entry, session, in), in.bytes(1)));
        node.method(ua("GetPosition"), GET_POSITION, (session, in) -> {
            return List.of(ULong.valueOf(own(entry, session, in).file().position()));
        });
        node.method(ua("SetPosition"), SET_POSITION, (session, in) -> {
            own(entry, session, in).file().seek(in.uint64(1).longValue());
            return List.of();
        });
    }

    private List<Object> write(Entry entry, byte[] bytes) throws PlcRefusal {
        int size = entry.file().write(bytes, MAX_FILE_BYTES);
        if (meaning.received(size) == TransferFate.CUT_SESSION) {
            dropSessions.run();
        }
        return List.of();
    }

    private List<Object> closeAndCommit(NodeId session, Inputs in) throws PlcRefusal {
        Entry entry = files.get(session, in.uint32(0));
        if (!equals(entry.owner())) {
            throw new PlcRefusal("Bad_InvalidArgument", "the handle belongs to another transfer");
        }
        byte[] content = entry.file().written();
        files.close(entry);
        meaning.commit(content);
        return List.of(NodeId.NULL_VALUE);
    }

    /** The file of the call's first argument, which has to be the file that the call was made on. */
    private Entry own(Entry expected, NodeId session, Inputs in) throws PlcRefusal {
        UInteger handle = in.uint32(0);
        Entry entry = files.get(session, handle);
        if (!entry.equals(expected)) {
            throw new PlcRefusal("Bad_InvalidArgument", "the handle %s belongs to another file".formatted(handle));
        }
        return entry;
    }
}
