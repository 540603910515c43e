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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file handles of one server: which belongs to which session, and to which node. A handle ends with Close,
 * CloseAndCommit, its session or the server; that of a temporary file also after {@link #CLIENT_PROCESSING_TIMEOUT}
 * without a call. Owners are told outside of this object's monitor.
 */
final class OpenFiles {
    /** Longest pause between two calls of one transfer (OPC 10000-20 4.4.1), by the real clock. */
    static final Duration CLIENT_PROCESSING_TIMEOUT = Duration.ofSeconds(60);

    /** Bounds the memory of one controller together with the largest file. */
    private static final int MAX_OPEN = 8;

    private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);

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

    /** Whose files they are. */
    interface Owner {
        /** True for files that live as long as their handle. */
        boolean isTemporary();

        /** The handle has ended, not by a commit. */
        void closed(Entry entry) throws PlcRefusal;
    }

    /** An open file with its handle and its node. */
    record Entry(UInteger handle, OpenFile file, Branch node, Owner owner) {}

    /**
     * Makes a temporary file, with a node that nothing in the address space refers to. Bad_ResourceUnavailable when too
     * many files are open.
     */
    Entry open(NodeId session, OpenFile.Mode mode, byte[] content, Owner owner) throws PlcRefusal {
        sweep();
        synchronized (this) {
            long number = lastHandle + 1;
            Branch node = Branch.detached(
                    context, process.id("/file/" + number), process.name("File" + number), NodeIds.FileType);
            try {
                return add(node, new OpenFile(session, mode, content, clock.instant()), owner);
            } catch (PlcRefusal full) {
                node.delete();
                throw full;
            }
        }
    }

    /** Opens the file of a node that is there. Bad_ResourceUnavailable when too many files are open. */
    Entry openAt(Branch node, NodeId session, OpenFile.Mode mode, byte[] content, Owner owner) throws PlcRefusal {
        sweep();
        synchronized (this) {
            return add(node, new OpenFile(session, mode, content, clock.instant()), owner);
        }
    }

    private Entry add(Branch node, OpenFile file, Owner owner) throws PlcRefusal {
        if (entries.size() >= MAX_OPEN) {
            throw new PlcRefusal("Bad_ResourceUnavailable", "%d files are open already".formatted(MAX_OPEN));
        }
        UInteger handle = UInteger.valueOf(++lastHandle);
        Entry entry = new Entry(handle, file, node, owner);
        entries.put(handle, entry);
        return entry;
    }

    /** The open file of a session's handle. Bad_InvalidArgument for every handle that this session does not own now. */
    Entry get(NodeId session, UInteger handle) throws PlcRefusal {
        sweep();
        synchronized (this) {
            @Nullable Entry entry = entries.get(handle);
            if (entry == null || !entry.file().belongsTo(session)) {
                throw new PlcRefusal("Bad_InvalidArgument", "no open file has the handle " + handle);
            }
            entry.file().used(clock.instant());
            return entry;
        }
    }

    /** The open files of one node. */
    synchronized List<Entry> at(NodeId node) {
        return entries.values().stream()
                .filter(entry -> entry.node().id().equals(node))
                .toList();
    }

    /** Takes a file out without a word to its owner, who knows. */
    synchronized void take(Entry entry) {
        entries.remove(entry.handle());
    }

    /** A client closes the file. */
    void close(Entry entry) throws PlcRefusal {
        take(entry);
        entry.owner().closed(entry);
    }

    void closeAllOf(NodeId session) {
        drop(entry -> entry.file().belongsTo(session));
    }

    private void sweep() {
        drop(entry -> entry.owner().isTemporary()
                && entry.file().lastUse().plus(CLIENT_PROCESSING_TIMEOUT).isBefore(clock.instant()));
    }

    private void drop(Predicate<Entry> doomed) {
        List<Entry> victims;
        synchronized (this) {
            victims = new ArrayList<>(entries.values());
            victims.removeIf(doomed.negate());
            victims.forEach(this::take);
        }
        for (Entry victim : victims) {
            try {
                victim.owner().closed(victim);
            } catch (PlcRefusal refusal) {
                LOG.info("a file ended with its handle and was lost: {}", refusal.reason());
            }
        }
    }
}
