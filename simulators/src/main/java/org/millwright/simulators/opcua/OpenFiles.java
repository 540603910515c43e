package org.millwright.simulators.opcua;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNodeContext;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.jspecify.annotations.Nullable;
import org.millwright.simulators.plc.PlcRefusal;

/**
 * The temporary files of one server: which handle belongs to which session, and their nodes. A handle ends with Close,
 * CloseAndCommit, its session, {@link #CLIENT_PROCESSING_TIMEOUT} without a call, or the server.
 */
final class OpenFiles {
    /** Longest pause between two calls of one transfer (OPC 10000-20 4.4.1), by the real clock. */
    static final Duration CLIENT_PROCESSING_TIMEOUT = Duration.ofSeconds(60);

    /** Bounds the memory of one controller together with the largest file. */
    private static final int MAX_OPEN = 8;

    private final UaNodeContext context;
    private final Names process;
    private final Clock clock;
    private final int maxBlockBytes;
    private final Map<UInteger, Entry> entries = new LinkedHashMap<>();
    private long lastHandle;

    /**
     * No files yet.
     *
     * @param maxBlockBytes most that one Read gives
     */
    OpenFiles(UaNodeContext context, Names process, Clock clock, int maxBlockBytes) {
        this.context = context;
        this.process = process;
        this.clock = clock;
        this.maxBlockBytes = maxBlockBytes;
    }

    int maxBlockBytes() {
        return maxBlockBytes;
    }

    /** An open file with its handle and its node, which nothing in the address space refers to. */
    record Entry(UInteger handle, OpenFile file, Branch node, FileTransfer owner) {}

    /** Makes a file node. Bad_ResourceUnavailable when too many files are open. */
    synchronized Entry open(NodeId session, OpenFile.Mode mode, byte[] content, FileTransfer owner) throws PlcRefusal {
        closeIf(this::isExpired);
        if (entries.size() >= MAX_OPEN) {
            throw new PlcRefusal("Bad_ResourceUnavailable", "%d files are open already".formatted(MAX_OPEN));
        }
        lastHandle++;
        UInteger handle = UInteger.valueOf(lastHandle);
        Branch node = Branch.detached(
                context, process.id("/file/" + lastHandle), process.name("File" + lastHandle), NodeIds.FileType);
        Entry entry = new Entry(handle, new OpenFile(session, mode, content, clock.instant()), node, owner);
        entries.put(handle, entry);
        return entry;
    }

    /** The open file of a session's handle. Bad_InvalidArgument for every handle that this session does not own now. */
    synchronized Entry get(NodeId session, UInteger handle) throws PlcRefusal {
        closeIf(this::isExpired);
        @Nullable Entry entry = entries.get(handle);
        if (entry == null || !entry.file().belongsTo(session)) {
            throw new PlcRefusal("Bad_InvalidArgument", "no open file has the handle " + handle);
        }
        entry.file().used(clock.instant());
        return entry;
    }

    synchronized void close(Entry entry) {
        if (entries.remove(entry.handle(), entry)) {
            entry.node().delete();
        }
    }

    synchronized void closeAllOf(NodeId session) {
        closeIf(entry -> entry.file().belongsTo(session));
    }

    private boolean isExpired(Entry entry) {
        return entry.file().lastUse().plus(CLIENT_PROCESSING_TIMEOUT).isBefore(clock.instant());
    }

    private void closeIf(Predicate<Entry> doomed) {
        List<Entry> victims = new ArrayList<>(entries.values());
        victims.removeIf(doomed.negate());
        victims.forEach(this::close);
    }
}
