package org.millwright.simulators.modbus;

import java.util.Arrays;

/** Holding registers 8001 on: the bytes that the mailbox takes or gives. Forgotten when the power goes. */
final class Window implements Area {
    private static final int FIRST = 8001;

    private final byte[] content;

    Window(int bytes) {
        content = new byte[bytes];
    }

    @Override
    public int first() {
        return FIRST;
    }

    @Override
    public int count() {
        return bytes() / Registers.BYTES;
    }

    int bytes() {
        return content.length;
    }

    @Override
    public synchronized byte[] read(int at, int registers) {
        return Arrays.copyOfRange(content, Registers.BYTES * at, Registers.BYTES * (at + registers));
    }

    @Override
    public synchronized void write(int at, byte[] bytes) {
        System.arraycopy(bytes, 0, content, Registers.BYTES * at, bytes.length);
    }

    /** The first bytes. */
    synchronized byte[] taken(int length) {
        return Arrays.copyOf(content, length);
    }

    /** Zeros behind what is shown. */
    synchronized void show(byte[] bytes) {
        clear();
        System.arraycopy(bytes, 0, content, 0, bytes.length);
    }

    synchronized void clear() {
        Arrays.fill(content, (byte) 0);
    }
}
