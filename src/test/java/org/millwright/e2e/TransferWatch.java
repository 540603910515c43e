package org.millwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at the open transfer of one Modbus controller (docs/protocols/simulators.md) all the time, by plain requests of its
 * own. Keeps each change.
 */
final class TransferWatch implements AutoCloseable {
    private static final int READ_HOLDING_REGISTERS = 3;
    private static final int FLAGS = 4105;
    private static final int TRANSFER_OPEN = 1 << 2;
    private static final int BLOCKS_PROVEN = 4110;
    private static final long LOOK_NANOS = 2_000_000;

    private final int port;
    private final List<Look> looks = new CopyOnWriteArrayList<>();
    private final Thread thread = Thread.ofVirtual().unstarted(this::lookAround);
    private volatile boolean closed;

    /** What was seen at once; without an open transfer no blocks are proven. */
    record Look(boolean open, int blocksProven) {}

    private TransferWatch(int port) {
        this.port = port;
    }

    static TransferWatch of(int port) {
        TransferWatch watch = new TransferWatch(port);
        watch.thread.start();
        return watch;
    }

    /** The last look, once there is one. */
    Look last() {
        return looks.isEmpty() ? new Look(false, 0) : looks.getLast();
    }

    /** Each block was proven once, in order: whoever sent it went on where the one before had stopped. */
    void assertOneTransferThatNeverFellBack(int blocks) {
        List<Integer> proven =
                looks.stream().filter(Look::open).map(Look::blocksProven).toList();
        assertThat(proven).isSorted().doesNotHaveDuplicates().contains(blocks);
    }

    /** A controller that is off is looked at again. */
    private void lookAround() {
        while (!closed) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                look(socket);
            } catch (IOException _) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    private void look(Socket socket) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        while (!closed) {
            int[] registers = read(out, in, FLAGS, BLOCKS_PROVEN + 2 - FLAGS);
            boolean open = (registers[0] & TRANSFER_OPEN) != 0;
            int proven = registers[BLOCKS_PROVEN - FLAGS] << 16 | registers[BLOCKS_PROVEN + 1 - FLAGS];
            Look look = new Look(open, open ? proven : 0);
            if (!look.equals(last()) || looks.isEmpty()) {
                looks.add(look);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** @param first counted from 1 */
    private static int[] read(DataOutputStream out, DataInputStream in, int first, int count) throws IOException {
        out.writeShort(1);
        out.writeShort(0);
        out.writeShort(6);
        out.writeByte(1);
        out.writeByte(READ_HOLDING_REGISTERS);
        out.writeShort(first - 1);
        out.writeShort(count);
        out.flush();
        in.skipNBytes(7);
        if (in.readUnsignedByte() != READ_HOLDING_REGISTERS || in.readUnsignedByte() != 2 * count) {
            throw new IOException("no answer to what was asked");
        }
        int[] registers = new int[count];
        for (int i = 0; i < count; i++) {
            registers[i] = in.readUnsignedShort();
        }
        return registers;
    }

    @Override
    public void close() {
        closed = true;
    }
}
