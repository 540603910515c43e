package org.millwright.equipment.opcua;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.opcua.FileCalls.FileCall;
import org.millwright.equipment.opcua.FileCalls.FileMethod;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of the server that is open for this session (OPC 10000-20 4.2).
 *
 * <ol>
 *   <li>One request after the other: calls move an implicit position, and OPC UA does not order requests that are under
 *       way together. While one is under way, the next block comes from the store or the last one goes there.
 *   <li>Several calls in one request only where the caller can prove the result by a hash.
 *   <li>{@link #close} gives up what was not finished, as far as the server still answers.
 * </ol>
 */
final class RemoteFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteFile.class);

    /** A server that sends more than this sends nonsense. */
    private static final long MAX_FILE_BYTES = 4L << 30;

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Connection connection;
    private final Deadline deadline;
    private final NodeId node;
    private final Variant handle;
    private final Extras extras;
    private final FileCalls calls;
    private boolean done;

    private RemoteFile(Connection connection, Extras extras, NodeId node, Variant handle, Deadline deadline) {
        this.connection = connection;
        this.deadline = deadline;
        this.node = node;
        this.handle = handle;
        this.extras = extras;
        this.calls = new FileCalls(connection, node, extras.methods());
    }

    /** A file whose handle the server has given out already. */
    static RemoteFile of(Connection connection, NodeId node, UInteger handle, Deadline deadline)
            throws EquipmentException {
        return new RemoteFile(connection, Extras.of(connection, node, deadline), node, new Variant(handle), deadline);
    }

    /** What a file is opened for, as OPC 10000-20 4.2.2 writes it. */
    enum Mode {
        READ(1),
        OVERWRITE(6);

        private final int bits;

        Mode(int bits) {
            this.bits = bits;
        }
    }

    static RemoteFile open(Connection connection, NodeId node, Mode mode, Deadline deadline) throws EquipmentException {
        return open(connection, Extras.of(connection, node, deadline), node, mode, deadline);
    }

    /** Opens a file that was read of already for reading once more; nothing is asked about it. */
    static RemoteFile reopen(Connection connection, NodeId node, Deadline deadline) throws EquipmentException {
        return open(connection, Extras.UNTOLD, node, Mode.READ, deadline);
    }

    private static RemoteFile open(Connection connection, Extras extras, NodeId node, Mode mode, Deadline deadline)
            throws EquipmentException {
        FileCalls calls = new FileCalls(connection, node, extras.methods());
        List<Variant> outputs = calls.call(
                "open the file",
                FileMethod.OPEN,
                deadline,
                new Variant(org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte.valueOf(mode.bits)));
        Object handle = outputs.isEmpty() ? null : outputs.getFirst().value();
        if (handle instanceof UInteger number) {
            return new RemoteFile(connection, extras, node, new Variant(number), deadline);
        }
        throw connection.failures().nonsense("opens a file without a handle");
    }

    /** Another handle of a content that a file of this server has been read of already; nothing is asked about it. */
    static RemoteFile another(Connection connection, NodeId node, UInteger handle, Deadline deadline) {
        return new RemoteFile(connection, Extras.UNTOLD, node, new Variant(handle), deadline);
    }

    /** Told between two requests. */
    interface Progress {
        void sent(long bytes) throws EquipmentException;
    }

    NodeId node() {
        return node;
    }

    Variant handle() {
        return handle;
    }

    /** As the file tells it. */
    OptionalLong size() {
        return extras.size();
    }

    /** Throws REFUSED when the server wants blocks that no message can hold. */
    Pace pace(Pace.Wish wish) throws EquipmentException {
        ServerLimits limits = connection.limits(deadline);
        long bytes = Math.min(
                limits.byteStringBytes() == 0 ? Long.MAX_VALUE : limits.byteStringBytes(),
                extras.maxBlockBytes() == 0 ? Long.MAX_VALUE : extras.maxBlockBytes());
        var bounds = new Pace.Bounds(
                connection.maxMessageBytes(), bytes == Long.MAX_VALUE ? 0 : bytes, limits.callsPerRequest());
        long prescribed = wish.prescribed().orElse(0);
        if (prescribed > bounds.blockBytes()) {
            throw connection
                    .failures()
                    .refused("wants blocks of %d bytes, but takes messages of %d at the most"
                            .formatted(prescribed, bounds.messageBytes()));
        }
        return Pace.of(wish, bounds);
    }

    /** Writes all blocks in their order. */
    void send(Blocks blocks, Pace pace, Progress progress) throws EquipmentException, IOException {
        List<byte[]> next = next(blocks, pace);
        while (!next.isEmpty()) {
            long reached = blocks.bytes();
            List<FileCall> writes = next.stream()
                    .map(block -> new FileCall(FileMethod.WRITE, handle, new Variant(ByteString.of(block))))
                    .toList();
            Deadline until = pace.writeLimit().map(deadline::atMost).orElse(deadline);
            FileCalls.UnderWay writing = calls.begin("send", writes, until);
            try {
                next = next(blocks, pace);
            } finally {
                var _ = writing.outputs();
            }
            progress.sent(reached);
        }
    }

    private List<byte[]> next(Blocks blocks, Pace pace) throws IOException {
        return blocks.next(pace.blockBytes(), calls.severalAtOnce() ? pace.atOnce() : 1);
    }

    /** Copies the file to its end. */
    void readTo(OutputStream to, Pace pace) throws EquipmentException, IOException {
        long total = 0;
        Optional<FileCalls.UnderWay> reading = Optional.of(read(pace));
        while (reading.isPresent()) {
            List<byte[]> parts = parts(reading.get(), pace);
            total += parts.stream().mapToLong(part -> part.length).sum();
            if (total > MAX_FILE_BYTES) {
                throw connection.failures().nonsense("sends more than a file has");
            }
            boolean ended = parts.stream().anyMatch(part -> part.length == 0);
            reading = ended ? Optional.empty() : Optional.of(read(pace));
            try {
                for (byte[] part : parts) {
                    to.write(part);
                }
            } catch (IOException e) {
                reading.ifPresent(FileCalls.UnderWay::settle);
                throw e;
            }
        }
        long told = extras.size().orElse(0);
        if (told != 0 && told != total) {
            throw connection.failures().nonsense("says a file has %d bytes but sends %d".formatted(told, total));
        }
    }

    private FileCalls.UnderWay read(Pace pace) throws EquipmentException {
        int atOnce = calls.severalAtOnce() ? pace.atOnce() : 1;
        return calls.begin("receive", Collections.nCopies(atOnce, readCall(pace.blockBytes())), deadline);
    }

    private FileCall readCall(int bytes) {
        return new FileCall(FileMethod.READ, handle, Variant.ofInt32(bytes));
    }

    private FileCall seekCall(long position) {
        return new FileCall(FileMethod.SET_POSITION, handle, Variant.ofUInt64(ULong.valueOf(position)));
    }

    /**
     * Whether the server sets a position and reads from there in one request, and does so for a file that nothing is
     * known about. It is asked to go to the start.
     */
    boolean seeks() throws EquipmentException {
        if (connection.limits(deadline).callsPerRequest() < 2) {
            return false;
        }
        try {
            FileCall toStart = seekCall(0);
            var _ = calls.begin("go to the start", List.of(toStart, toStart), deadline)
                    .outputs();
            return calls.severalAtOnce() && calls.byTypeId();
        } catch (EquipmentException e) {
            if (e.kind() == EquipmentException.Kind.REFUSED) {
                return false;
            }
            throw e;
        }
    }

    /** Begins to read from a position on; {@link #end} waits for it. */
    FileCalls.UnderWay beginAt(long position, int bytes) throws EquipmentException {
        return calls.begin("receive", List.of(seekCall(position), readCall(bytes)), deadline);
    }

    /** What came of {@link #beginAt}; nothing at the file's end. */
    byte[] end(FileCalls.UnderWay reading, int bytes) throws EquipmentException {
        byte[] part = bytes(reading.outputs().getLast());
        if (part.length > bytes) {
            throw connection.failures().nonsense("sends more than it was asked for");
        }
        return part;
    }

    private List<byte[]> parts(FileCalls.UnderWay reading, Pace pace) throws EquipmentException {
        List<byte[]> parts = new ArrayList<>();
        boolean ended = false;
        for (List<Variant> outputs : reading.outputs()) {
            byte[] part = bytes(outputs);
            if (part.length > pace.blockBytes() || (ended && part.length > 0)) {
                throw connection.failures().nonsense("sends more than it was asked for");
            }
            ended = part.length == 0;
            parts.add(part);
        }
        return parts;
    }

    private byte[] bytes(List<Variant> outputs) throws EquipmentException {
        Variant data = outputs.isEmpty() ? Variant.ofInt32(0) : outputs.getFirst();
        if (data.isNull()) {
            return new byte[0];
        }
        if (data.value() instanceof ByteString part) {
            return part.bytesOrEmpty();
        }
        throw connection.failures().nonsense("sends something else than bytes");
    }

    /** Ends writing; throws when the server does not keep what was written. */
    void finish() throws EquipmentException {
        done = true;
        var _ = calls.call("close the file", FileMethod.CLOSE, deadline, handle);
    }

    /** Asks for the close; whoever wants to rely on it waits for the answer. Empty when not even that goes out. */
    Optional<FileCalls.UnderWay> beginClose() {
        done = true;
        try {
            List<FileCall> close = List.of(new FileCall(FileMethod.CLOSE, handle));
            return Optional.of(calls.begin("close the file", close, deadline.atMost(FAREWELL)));
        } catch (EquipmentException e) {
            LOG.debug("a file stays open until its session ends", e);
            return Optional.empty();
        }
    }

    /** Somebody else has closed it, for example CloseAndCommit. */
    void closedElsewhere() {
        done = true;
    }

    @Override
    public void close() {
        if (done) {
            return;
        }
        done = true;
        try {
            var _ = calls.call("close the file", FileMethod.CLOSE, deadline.atMost(FAREWELL), handle);
        } catch (EquipmentException e) {
            LOG.debug("a file stays open until its session ends", e);
        }
    }

    /**
     * What a server may tell about a file besides handing it out.
     *
     * @param maxBlockBytes 0 when it does not tell
     */
    private record Extras(Map<FileMethod, NodeId> methods, long maxBlockBytes, OptionalLong size) {
        static final Extras UNTOLD = new Extras(Map.of(), 0, OptionalLong.empty());

        static Extras of(Connection connection, NodeId file, Deadline deadline) throws EquipmentException {
            FileMethod[] known = FileMethod.values();
            List<Browser.Path> paths = new ArrayList<>();
            for (FileMethod method : known) {
                paths.add(path(file, method.browseName()));
            }
            paths.add(path(file, "MaxByteStringLength"));
            paths.add(path(file, "Size"));
            List<Optional<NodeId>> found = new Browser(connection, deadline).follow(paths);
            Map<FileMethod, NodeId> methods = new EnumMap<>(FileMethod.class);
            for (int i = 0; i < known.length; i++) {
                FileMethod method = known[i];
                found.get(i).ifPresent(node -> methods.put(method, node));
            }
            List<Optional<NodeId>> properties = found.subList(known.length, found.size());
            List<OptionalLong> numbers = numbers(connection, properties, deadline);
            return new Extras(methods, numbers.getFirst().orElse(0), numbers.getLast());
        }

        private static Browser.Path path(NodeId file, String name) {
            return new Browser.Path(file, List.of(new QualifiedName(0, name)));
        }

        /** Of each property, read together; empty for one that is not there or tells no number. */
        private static List<OptionalLong> numbers(
                Connection connection, List<Optional<NodeId>> properties, Deadline deadline) throws EquipmentException {
            List<NodeId> there = properties.stream().flatMap(Optional::stream).toList();
            Iterator<DataValue> read = there.isEmpty()
                    ? Collections.emptyIterator()
                    : connection.read("read about the file", there, deadline).iterator();
            return properties.stream()
                    .map(property -> property.isPresent() ? number(read.next()) : OptionalLong.empty())
                    .toList();
        }

        private static OptionalLong number(DataValue read) {
            boolean bad = read.statusCode().isBad();
            return switch (read.value().value()) {
                case UInteger number when !bad -> OptionalLong.of(number.longValue());
                case ULong number when !bad && number.longValue() >= 0 -> OptionalLong.of(number.longValue());
                case null, default -> OptionalLong.empty();
            };
        }
    }
}
