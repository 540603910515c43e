package org.millwright.simulators.opcua;

import java.time.Instant;
import java.util.Arrays;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.millwright.simulators.plc.PlcRefusal;

/**
 * Content, position and owner of one temporary file. FileType calls move an implicit position, so each call holds this
 * object's monitor from start to end.
 */
final class OpenFile {
    /** What the client may do with the file. */
    record Mode(boolean reads, boolean writes) {
        static final Mode READ = new Mode(true, false);
        static final Mode WRITE = new Mode(false, true);
    }

    private final NodeId session;
    private final Mode mode;
    private byte[] content;
    private int size;
    private int position;
    private Instant lastUse;
    private boolean held;
    private boolean ended;

    OpenFile(NodeId session, Mode mode, byte[] content, Instant now) {
        this.session = session;
        this.mode = mode;
        this.content = content;
        this.size = content.length;
        this.lastUse = now;
    }

    boolean belongsTo(NodeId someSession) {
        return session.equals(someSession);
    }

    Mode mode() {
        return mode;
    }

    /** Keeps the file from being read until {@link #release}. */
    synchronized void hold() {
        held = true;
    }

    synchronized void release() {
        held = false;
    }

    /** Refuses a block that is not of the size; only the last may be shorter. */
    synchronized void demandBlock(int length, int blockBytes) throws PlcRefusal {
        if (length > blockBytes || (ended && length > 0)) {
            throw new PlcRefusal("Bad_InvalidArgument", "each block but the last has %d bytes".formatted(blockBytes));
        }
        ended |= length > 0 && length < blockBytes;
    }

    synchronized Instant lastUse() {
        return lastUse;
    }

    synchronized void used(Instant now) {
        lastUse = now;
    }

    synchronized int size() {
        return size;
    }

    synchronized int position() {
        return position;
    }

    /** Takes an unsigned position; beyond the end means the end (OPC 10000-20 4.2.7). */
    synchronized void seek(long newPosition) {
        position = Long.compareUnsigned(newPosition, size) < 0 ? (int) newPosition : size;
    }

    /** The next bytes, fewer than asked for at the end of the file or above the limit, none behind the end. */
    synchronized byte[] read(int length, int limit) throws PlcRefusal {
        demand(mode.reads());
        if (held) {
            throw new PlcRefusal("Bad_InvalidState", "the file is still being prepared");
        }
        if (length < 0) {
            throw new PlcRefusal("Bad_InvalidArgument", "negative length");
        }
        int end = position + Math.min(Math.min(length, limit), size - position);
        byte[] bytes = Arrays.copyOfRange(content, position, end);
        position = end;
        return bytes;
    }

    /**
     * Writes at the position.
     *
     * @return the size reached, in bytes
     */
    synchronized int write(byte[] bytes, int maxSize) throws PlcRefusal {
        demand(mode.writes());
        if (bytes.length > maxSize - position) {
            throw new PlcRefusal("Bad_OutOfMemory", "the file would be larger than %d bytes".formatted(maxSize));
        }
        int end = position + bytes.length;
        if (end > content.length) {
            content = Arrays.copyOf(content, Math.max(end, Math.min(maxSize, content.length * 2)));
        }
        System.arraycopy(bytes, 0, content, position, bytes.length);
        position = end;
        size = Math.max(size, end);
        return size;
    }

    synchronized byte[] written() throws PlcRefusal {
        demand(mode.writes());
        return Arrays.copyOf(content, size);
    }

    private static void demand(boolean allowed) throws PlcRefusal {
        if (!allowed) {
            throw new PlcRefusal("Bad_InvalidState", "the file is open for the other direction");
        }
    }
}
