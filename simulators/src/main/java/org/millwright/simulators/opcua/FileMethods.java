package org.millwright.simulators.opcua;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.millwright.simulators.opcua.OpenFiles.Entry;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.Plc.TransferFate;
import org.millwright.simulators.plc.PlcRefusal;

/**
 * The methods of a FileType node that take a handle (OPC 10000-20 4.2).
 *
 * @param dropSessions ends every session of the server at once, for a transfer that is cut
 */
record FileMethods(Plc plc, OpenFiles files, Runnable dropSessions) {
    /** Largest file that a client may write: the largest payload of a package, and its header. */
    static final int MAX_FILE_BYTES = 257 * 1024 * 1024;

    static final Signature CLOSE = Signature.NONE.in("FileHandle", NodeIds.UInt32);
    static final Signature OPEN = Signature.NONE.in("Mode", NodeIds.Byte).out("FileHandle", NodeIds.UInt32);

    private static final Signature READ = CLOSE.in("Length", NodeIds.Int32).out("Data", NodeIds.ByteString);
    private static final Signature WRITE = CLOSE.in("Data", NodeIds.ByteString);
    private static final Signature GET_POSITION = CLOSE.out("Position", NodeIds.UInt64);
    private static final Signature SET_POSITION = CLOSE.in("Position", NodeIds.UInt64);

    /** What a Write means besides the bytes in the file. */
    interface Written {
        /** Demanded size of each block but the last, 0 for any. */
        int blockBytes();

        /** Called with the file's size after the Write. */
        TransferFate received(long bytes);
    }

    void addTo(Branch node, Written written) {
        NodeId id = node.id();
        node.method(Names.UA.name("Close"), CLOSE, (session, in) -> {
            files.close(own(id, session, in));
            return List.of();
        });
        node.method(Names.UA.name("Read"), READ, (session, in) -> {
            byte[] bytes = own(id, session, in).file().read(in.int32(1), files.maxBlockBytes());
            plc.moved(bytes.length);
            return List.of(ByteString.of(bytes));
        });
        node.method(Names.UA.name("Write"), WRITE, (session, in) -> {
            write(own(id, session, in).file(), in.bytes(1), written);
            return List.of();
        });
        node.method(Names.UA.name("GetPosition"), GET_POSITION, (session, in) -> {
            return List.of(ULong.valueOf(own(id, session, in).file().position()));
        });
        node.method(Names.UA.name("SetPosition"), SET_POSITION, (session, in) -> {
            own(id, session, in).file().seek(in.uint64(1).longValue());
            return List.of();
        });
    }

    private void write(OpenFile file, byte[] bytes, Written written) throws PlcRefusal {
        if (written.blockBytes() > 0) {
            file.demandBlock(bytes.length, written.blockBytes());
        }
        int size = file.write(bytes, MAX_FILE_BYTES);
        plc.moved(bytes.length);
        if (bytes.length > 0 && written.received(size) == TransferFate.CUT_SESSION) {
            dropSessions.run();
        }
    }

    /** The file of the call's first argument, which has to be the file that the call was made on. */
    private Entry own(NodeId node, NodeId session, Inputs in) throws PlcRefusal {
        UInteger handle = in.uint32(0);
        Entry entry = files.get(session, handle);
        if (!entry.node().id().equals(node)) {
            throw new PlcRefusal("Bad_InvalidArgument", "the handle %s belongs to another file".formatted(handle));
        }
        return entry;
    }
}
