package org.millwright.simulators.modbus;

import com.digitalpetri.modbus.exceptions.ModbusException;
import java.util.Arrays;
import org.millwright.simulators.modbus.Outcome.Result;

/** What a driver does with the mailbox, in its plainest form. */
final class MailboxClient {
    static final int BEGIN = 1;
    static final int BLOCK = 2;
    static final int COMMIT = 3;
    static final int ACTIVATE = 4;
    static final int DISCARD = 5;
    static final int PREPARE = 6;
    static final int RESUME = 7;
    static final int CONFIRM = 8;
    static final int ACKNOWLEDGE = 9;
    static final int READ = 10;

    static final int MAILBOX = 4001;
    static final int STATUS = 4101;
    static final int WINDOW = 8001;

    private final MachineClient client;

    MailboxClient(MachineClient client) {
        this.client = client;
    }

    /** The status registers. */
    Registers status() throws ModbusException {
        return new Registers(client.bytes(STATUS, 2 * 206), client.order());
    }

    Result command(int command) throws ModbusException {
        return command(command, 0, 0, 0, 0, 0);
    }

    /** Writes arguments and then the next request; fails when it is not answered. */
    @SuppressWarnings("EnumOrdinal")
    Result command(int command, int slot, long block, long length, long crc, long number) throws ModbusException {
        int request = next();
        request(request, command, slot, block, length, crc, number);
        Registers status = status();
        if (status.uint16(0) != request) {
            throw new AssertionError("request %d is not answered".formatted(request));
        }
        return Result.values()[status.uint16(1)];
    }

    int next() throws ModbusException {
        return status().uint16(0) % 65_535 + 1;
    }

    void request(int request, int command, int slot, long block, long length, long crc, long number)
            throws ModbusException {
        Registers arguments = Registers.empty(10, client.order());
        arguments.uint16(0, command);
        arguments.uint16(1, slot);
        arguments.uint32(2, block);
        arguments.uint32(4, length);
        arguments.uint32(6, crc);
        arguments.uint32(8, number);
        client.write(MAILBOX, arguments);
        request(request);
    }

    void request(int request) throws ModbusException {
        Registers number = Registers.empty(1, client.order());
        number.uint16(0, request);
        client.write(MAILBOX + 11, number);
    }

    Result begin(byte[] image, int blockBytes) throws ModbusException {
        return command(BEGIN, 0, 0, image.length, Transfer.crc(image), blockBytes);
    }

    Result block(byte[] image, int blockBytes, int block) throws ModbusException {
        byte[] bytes = blockOf(image, blockBytes, block);
        show(bytes);
        return command(BLOCK, 0, block, bytes.length, Transfer.crc(bytes), 0);
    }

    void show(byte[] bytes) throws ModbusException {
        client.write(WINDOW, new Registers(Arrays.copyOf(bytes, (bytes.length + 1) / 2 * 2), client.order()));
    }

    static byte[] blockOf(byte[] image, int blockBytes, int block) {
        return Arrays.copyOfRange(image, block * blockBytes, Math.min(image.length, (block + 1) * blockBytes));
    }

    /** All blocks from the proven ones on. */
    Result blocks(byte[] image, int blockBytes) throws ModbusException {
        Result result = Result.DONE;
        for (int block = (int) status().uint32(9); block * blockBytes < image.length; block++) {
            result = block(image, blockBytes, block);
            if (result != Result.DONE) {
                return result;
            }
        }
        return result;
    }

    /** Begins or goes on, and sends what is missing; not yet committed. */
    Result send(byte[] image, int blockBytes) throws ModbusException {
        Result begun = begin(image, blockBytes);
        return begun == Result.DONE ? blocks(image, blockBytes) : begun;
    }

    Result activate(int slot, int confirmationSeconds) throws ModbusException {
        return command(ACTIVATE, slot, 0, 0, 0, confirmationSeconds);
    }

    Result read(int slot, int block, int blockBytes) throws ModbusException {
        return command(READ, slot, block, 0, 0, blockBytes);
    }

    byte[] window(int length) throws ModbusException {
        return client.bytes(WINDOW, length);
    }
}
