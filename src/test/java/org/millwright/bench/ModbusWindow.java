package org.millwright.bench;

import java.util.ArrayList;
import java.util.List;

/** The window of the measured controller's mailbox: registers 8001 to 16192. */
final class ModbusWindow {
    static final int FIRST = 8_001;
    static final int REGISTERS = 8_192;

    /** What one request writes at most (Modbus Application Protocol 1.1b3, 6.12). */
    private static final int MOST = 123;

    private ModbusWindow() {}

    /**
     * What one request writes.
     *
     * @param from first byte of the content
     * @param register first one, from 1
     */
    record Piece(int from, int register, int registers) {}

    /** Largest writes of so many bytes, as many whole ones as fit into the window, then from its beginning again. */
    static List<Piece> pieces(int bytes) {
        List<Piece> pieces = new ArrayList<>();
        int inWindow = REGISTERS / MOST;
        for (int from = 0; from + 1 < bytes; from += 2 * MOST) {
            int register = FIRST + pieces.size() % inWindow * MOST;
            pieces.add(new Piece(from, register, Math.min(MOST, (bytes - from) / 2)));
        }
        return pieces;
    }
}
