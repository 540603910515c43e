package org.millwright.simulators.opcua;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.millwright.simulators.opcua.OpenFile.Mode;
import org.millwright.simulators.opcua.OpenFiles.Entry;
import org.millwright.simulators.plc.Plc.TransferFate;
import org.millwright.simulators.plc.PlcRefusal;

/**
 * A FileType node of the file system (OPC 10000-20 4.2). One writer, or any number of readers; what a handle wrote is the
 * file's content when the handle ends, however it ends.
 */
record StoredFile(long id, Branch node, FileMethods methods) implements OpenFiles.Owner, FileMethods.Written {
    static final int READ_AND_WRITE = 3;

    private static final int READ = 1;
    private static final int WRITE = 1 << 1;
    private static final int ERASE = 1 << 2;
    private static final int APPEND = 1 << 3;

    void fill() {
        node.property(Names.UA.name("Size"), Value.of(NodeIds.UInt64, () -> ULong.valueOf(size())));
        node.property(Names.UA.name("Writable"), Value.bool(() -> true));
        node.property(Names.UA.name("UserWritable"), Value.bool(() -> true));
        node.property(
                Names.UA.name("OpenCount"),
                Value.of(NodeIds.UInt16, () -> UShort.valueOf(handles().size())));
        node.method(Names.UA.name("Open"), FileMethods.OPEN, (session, in) -> List.of(open(session, in.uint8(0))));
        methods.addTo(node, this);
    }

    private List<Entry> handles() {
        return methods.files().at(node.id());
    }

    private int size() {
        return handles().stream()
                .filter(entry -> entry.file().mode().writes())
                .findFirst()
                .map(entry -> entry.file().size())
                .orElseGet(() -> methods.plc().files().size(id));
    }

    UInteger open(NodeId session, int bits) throws PlcRefusal {
        Mode mode = new Mode((bits & READ) != 0, (bits & WRITE) != 0);
        boolean changes = (bits & (ERASE | APPEND)) != 0;
        if (bits >= 2 * APPEND || !(mode.reads() || mode.writes()) || (changes && !mode.writes())) {
            throw new PlcRefusal("Bad_InvalidArgument", "there is no mode " + bits);
        }
        List<Entry> others = handles();
        if (mode.writes() && !others.isEmpty()) {
            throw new PlcRefusal("Bad_NotWritable", "the file is open already");
        }
        if (others.stream().anyMatch(entry -> entry.file().mode().writes())) {
            throw new PlcRefusal("Bad_NotReadable", "the file is being written");
        }
        byte[] content =
                (bits & ERASE) != 0 ? new byte[0] : methods.plc().files().content(id);
        Entry entry = methods.files().openAt(node, session, mode, content, this);
        if ((bits & APPEND) != 0) {
            entry.file().seek(content.length);
        }
        return entry.handle();
    }

    @Override
    public boolean isTemporary() {
        return false;
    }

    @Override
    public void closed(Entry entry) throws PlcRefusal {
        if (entry.file().mode().writes()) {
            byte[] before = methods.plc().files().content(id);
            methods.plc()
                    .files()
                    .setContent(id, methods.plc().stored(entry.file().written(), before));
        }
    }

    @Override
    public int blockBytes() {
        return 0;
    }

    @Override
    public TransferFate received(long bytes) {
        return methods.plc().transferProgress(bytes);
    }
}
