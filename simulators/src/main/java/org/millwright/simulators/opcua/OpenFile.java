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
    /** Whether the client reads the file or fills it. */
    enum Mode {
        READ,
        WRITE
    }

    private final NodeId session;
    private final Mode mode;
    private byte[] content;
    private int size;
    private int position;
    private Instant lastUse;

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
        demand(Mode.READ);
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
        demand(Mode.WRITE);
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
        demand(Mode.WRITE);
        return Arrays.copyOf(content, size);
    }

    private void demand(Mode wanted) throws PlcRefusal {
        if (mode != wanted) {
            throw new PlcRefusal("Bad_InvalidState", "the file is open for the other direction");
        }
    }
}
