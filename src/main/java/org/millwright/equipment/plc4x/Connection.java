package org.millwright.equipment.plc4x;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.plc4x.java.api.PlcConnection;
import org.apache.plc4x.java.api.PlcDriverManager;
import org.apache.plc4x.java.api.exceptions.PlcConnectionException;
import org.apache.plc4x.java.api.messages.PlcReadRequest;
import org.apache.plc4x.java.api.messages.PlcReadResponse;
import org.apache.plc4x.java.api.messages.PlcTagResponse;
import org.apache.plc4x.java.api.messages.PlcWriteRequest;
import org.apache.plc4x.java.api.messages.PlcWriteResponse;
import org.apache.plc4x.java.api.types.PlcResponseCode;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;

/**
 * One connection of PLC4X, which is not trusted to keep any limit. For one caller at a time.
 *
 * <ol>
 *   <li>Every call has a deadline and a thread of its own.
 *   <li>Whatever fails otherwise than by a plain answer of no costs the connection: it answers nothing any more and is
 *       closed in the background.
 *   <li>Nothing is sent twice: whoever reads or writes again decides that, on another connection.
 * </ol>
 */
final class Connection implements AutoCloseable {
    private final PlcConnection plc;
    private final Failures failures;
    private final Pace pace;
    private volatile boolean alive = true;
    private boolean gapless;

    private Connection(PlcConnection plc, Failures failures, Pace pace) {
        this.plc = plc;
        this.failures = failures;
        this.pace = pace;
    }

    /** Throws UNREACHABLE when nobody answers in time. */
    static Connection open(PlcDriverManager manager, String address, Failures failures, Pace pace, Deadline deadline)
            throws EquipmentException {
        FutureTask<PlcConnection> opening = new FutureTask<>(() -> knock(manager, address, failures, deadline));
        Thread thread = Thread.ofVirtual().start(opening);
        try {
            PlcConnection plc = opening.get(deadline.leftMs(), TimeUnit.MILLISECONDS);
            return new Connection(plc, failures, pace);
        } catch (TimeoutException e) {
            closeLate(opening, thread);
            throw failures.cannotReach("no answer in time", e);
        } catch (InterruptedException e) {
            closeLate(opening, thread);
            Thread.currentThread().interrupt();
            throw failures.cannotReach("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof EquipmentException told ? told : failures.cannotReach(reason(e), e);
        }
    }

    private static PlcConnection knock(PlcDriverManager manager, String address, Failures failures, Deadline deadline)
            throws EquipmentException, PlcConnectionException {
        Door.demandOpen(address, failures, deadline);
        return PeerGone.watched(manager.getConnectionManager().getConnection(address));
    }

    /** A connection that comes after all is of no use to anybody. */
    private static void closeLate(FutureTask<PlcConnection> opening, Thread thread) {
        thread.interrupt();
        Thread.ofVirtual().start(() -> {
            try {
                opening.get().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                ignored(e);
            }
        });
    }

    /** PLC4X throws what it likes when a connection is closed; there is nothing left that could be done. */
    private static void ignored(Exception e) {
        System.getLogger(Connection.class.getName()).log(System.Logger.Level.DEBUG, "closing a connection", e);
    }

    Failures failures() {
        return failures;
    }

    boolean alive() {
        return alive && plc.isConnected();
    }

    /**
     * Reads slices, in one request where nothing speaks against it.
     *
     * @param slices disjoint and short enough
     * @throws EquipmentException REFUSED when the controller does not have one of them
     */
    Map<Slice, byte[]> read(String wanted, List<Slice> slices, Deadline deadline) throws EquipmentException {
        Map<Slice, byte[]> values = new HashMap<>();
        if (pace.isLimited() || gapless) {
            for (Slice slice : slices) {
                readAll(wanted, List.of(slice), values, deadline);
            }
        } else if (!slices.isEmpty()) {
            readAll(wanted, slices, values, deadline);
        }
        return values;
    }

    /** PLC4X reads over gaps; where a gap is no memory, the slices are asked for one by one, from then on always. */
    private void readAll(String wanted, List<Slice> slices, Map<Slice, byte[]> values, Deadline deadline)
            throws EquipmentException {
        PlcReadResponse response = exchange(
                wanted,
                deadline,
                () -> Optional.ofNullable(readRequest(slices).execute().get()));
        for (int i = 0; i < slices.size(); i++) {
            Slice slice = slices.get(i);
            PlcResponseCode code = code(wanted, response, i);
            if (code == PlcResponseCode.INVALID_ADDRESS && slices.size() > 1) {
                gapless = true;
                readAll(wanted, List.of(slice), values, deadline);
            } else {
                demandOk(wanted, slice, code);
                values.put(slice, bytes(wanted, slice, response, i));
            }
        }
    }

    private byte[] bytes(String wanted, Slice slice, PlcReadResponse response, int i) throws EquipmentException {
        byte[] bytes;
        try {
            bytes = PlcValues.bytes(slice, response.getPlcValue(name(i)));
        } catch (RuntimeException e) {
            throw dropped(failures.nonsense("cannot " + wanted + ": no sense in the answer for " + slice.text(), e));
        }
        if (bytes.length != slice.bytes()) {
            throw dropped(failures.nonsense("cannot %s: %d bytes instead of %d for %s"
                    .formatted(wanted, bytes.length, slice.bytes(), slice.text())));
        }
        return bytes;
    }

    private PlcReadRequest readRequest(List<Slice> slices) {
        PlcReadRequest.Builder request = plc.readRequestBuilder();
        for (int i = 0; i < slices.size(); i++) {
            request.addTagAddress(name(i), slices.get(i).text());
        }
        return request.build();
    }

    /**
     * Writes chunks in their order.
     *
     * @throws EquipmentException REFUSED when the controller took none of them; TIMED_OUT when it took some, or failed in
     *     the midst of it (Modbus exception 4), which leaves open what happened
     */
    void write(String wanted, List<Chunk> chunks, Deadline deadline) throws EquipmentException {
        List<Chunk> pieces = new ArrayList<>();
        chunks.forEach(c -> pieces.addAll(pieces(c)));
        if (pace.isLimited()) {
            for (Chunk piece : pieces) {
                writeAll(wanted, List.of(piece), deadline);
            }
        } else if (!pieces.isEmpty()) {
            writeAll(wanted, pieces, deadline);
        }
    }

    private static List<Chunk> pieces(Chunk chunk) {
        List<Chunk> pieces = new ArrayList<>();
        int from = 0;
        for (Slice slice : SlicePlan.toWrite(chunk.slice())) {
            int to = from + slice.bytes();
            pieces.add(new Chunk(slice, Arrays.copyOfRange(chunk.bytes(), from, to)));
            from = to;
        }
        return pieces;
    }

    private void writeAll(String wanted, List<Chunk> pieces, Deadline deadline) throws EquipmentException {
        PlcWriteResponse response = exchange(
                wanted,
                deadline,
                () -> Optional.ofNullable(writeRequest(pieces).execute().get()));
        List<PlcResponseCode> codes = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            codes.add(code(wanted, response, i));
        }
        boolean nothingWritten = !codes.contains(PlcResponseCode.OK);
        for (int i = 0; i < pieces.size(); i++) {
            Slice slice = pieces.get(i).slice();
            PlcResponseCode code = codes.get(i);
            boolean open = code == PlcResponseCode.REMOTE_ERROR || !nothingWritten;
            if (code != PlcResponseCode.OK && open) {
                throw dropped(failures.lost(wanted, new IllegalStateException(slice.text() + ": " + code)));
            }
            demandOk(wanted, slice, code);
        }
    }

    private PlcResponseCode code(String wanted, PlcTagResponse response, int i) throws EquipmentException {
        Optional<PlcResponseCode> code;
        try {
            code = Optional.ofNullable(response.getResponseCode(name(i)));
        } catch (RuntimeException e) {
            throw dropped(failures.nonsense("cannot " + wanted + ": an answer to something else", e));
        }
        return code.orElseThrow(() -> dropped(failures.nonsense("cannot " + wanted + ": an answer without a result")));
    }

    private PlcWriteRequest writeRequest(List<Chunk> pieces) {
        PlcWriteRequest.Builder request = plc.writeRequestBuilder();
        for (int i = 0; i < pieces.size(); i++) {
            Slice slice = pieces.get(i).slice();
            request.addTagAddress(
                    name(i), slice.text(), PlcValues.values(slice, pieces.get(i).bytes()));
        }
        return request.build();
    }

    /** PLC4X carries out the parts of a request in the order of their names, whatever order they were added in. */
    private static String name(int i) {
        return "t%06d".formatted(i);
    }

    /** Throws UNREACHABLE for a connection that is gone. */
    void demandAlive(String wanted) throws EquipmentException {
        if (!alive()) {
            throw dropped(failures.notConnected(wanted));
        }
    }

    private <T> T exchange(String wanted, Deadline deadline, Callable<Optional<T>> request) throws EquipmentException {
        demandAlive(wanted);
        if (!pace.turn(deadline.leftMs() * 1_000_000)) {
            throw dropped(failures.cannotReach("its requests a second leave no time to " + wanted));
        }
        Optional<T> answer;
        try {
            answer = Watchdog.call(deadline, this::alive, request);
        } catch (TimeoutException _) {
            throw dropped(failures.silent(wanted));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw dropped(failures.lost(wanted, e));
        } catch (ExecutionException e) {
            throw dropped(failures.lost(wanted, e));
        }
        return answer.orElseThrow(() -> dropped(failures.nonsense("cannot " + wanted + ": an answer without content")));
    }

    /** An answer of no is the controller's; what PLC4X could not explain is nobody's. */
    private void demandOk(String wanted, Slice slice, PlcResponseCode code) throws EquipmentException {
        switch (code) {
            case OK -> {}
            case NOT_FOUND,
                    ACCESS_DENIED,
                    INVALID_ADDRESS,
                    INVALID_DATATYPE,
                    INVALID_DATA,
                    UNSUPPORTED,
                    REMOTE_BUSY,
                    REMOTE_ERROR -> throw failures.refused("cannot %s: %s: %s".formatted(wanted, slice.text(), code));
            case INTERNAL_ERROR, RESPONSE_PENDING ->
                throw dropped(failures.lost(wanted, new IllegalStateException(slice.text() + ": " + code)));
        }
    }

    /** The connection is not to be used any more. */
    EquipmentException dropped(EquipmentException failure) {
        close();
        return failure;
    }

    private static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    @Override
    public void close() {
        if (alive) {
            alive = false;
            Thread.ofVirtual().start(() -> {
                try {
                    plc.close();
                } catch (Exception e) {
                    ignored(e);
                }
            });
        }
    }
}
