package org.millwright.equipment.s7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
import org.millwright.release.Sha256;

/**
 * What the press's controller does, scan after scan, with the data blocks of {@code config/profiles/example-s7.yaml}. An
 * image is a program for it when it begins with its revision in 16 characters, zeros behind it.
 */
final class PressProgram implements AutoCloseable {
    private static final long SCAN_NANOS = 1_000_000;
    private static final int CURRENT = 2;
    private static final int DONE = 0;
    private static final int UNKNOWN = 1;
    private static final int WRONG_STATE = 2;
    private static final int WRONG_CRC = 4;
    private static final int REFUSED = 6;

    private final ByteBuffer values;
    private final ByteBuffer mailbox;
    private final ByteBuffer window;
    private final Thread thread;
    private volatile boolean runs = true;
    private List<byte[]> blocks = new ArrayList<>();
    private long openLength;
    private long openCrc;
    private int openBlock;
    private byte[] pending = new byte[0];
    private byte[] current;

    PressProgram(Snap7 memory, byte... delivered) {
        this.values = memory.block(1);
        this.mailbox = memory.block(3);
        this.window = memory.block(4);
        this.current = delivered.clone();
        values.put(16, (byte) 1).putShort(18, (short) 1).putInt(20, 4_711).putFloat(24, 812.5f);
        values.put(28, (byte) 20).putShort(50, (short) 2).put(52, (byte) 8).put(53, (byte) 4);
        values.put(54, "SN-7".getBytes(ISO_8859_1))
                .putLong(64, 123_456_789_012L)
                .putDouble(72, 1.5);
        memory.block(2).put(0, "speed=80".getBytes(ISO_8859_1)).put(599, (byte) 9);
        show();
        thread = Thread.ofPlatform().start(this::scan);
    }

    private void scan() {
        while (runs) {
            VarHandle.fullFence();
            short request = mailbox.getShort(20);
            if (request != mailbox.getShort(22)) {
                mailbox.putShort(24, (short) carryOut(mailbox.getShort(0)));
                VarHandle.fullFence();
                mailbox.putShort(22, request);
            }
            LockSupport.parkNanos(SCAN_NANOS);
        }
    }

    private int carryOut(int command) {
        int result = switch (command) {
            case 1 -> begin();
            case 2 -> store();
            case 3 -> commit();
            case 4 -> activate();
            case 5 -> discard();
            case 10 -> read();
            default -> UNKNOWN;
        };
        show();
        return result;
    }

    private int begin() {
        if (openLength != mailbox.getInt(8) || openCrc != mailbox.getInt(12) || openBlock != mailbox.getInt(16)) {
            discard();
            openLength = mailbox.getInt(8);
            openCrc = mailbox.getInt(12);
            openBlock = mailbox.getInt(16);
        }
        return DONE;
    }

    private int store() {
        int number = mailbox.getInt(4);
        byte[] stored = new byte[mailbox.getInt(8)];
        if (openLength == 0 || number > blocks.size()) {
            return WRONG_STATE;
        }
        window.get(0, stored);
        mailbox.putInt(26, crc(stored));
        if (crc(stored) != mailbox.getInt(12)) {
            return WRONG_CRC;
        }
        blocks = new ArrayList<>(blocks.subList(0, number));
        blocks.add(stored);
        return DONE;
    }

    private int commit() {
        byte[] image = open();
        if (image.length != openLength || crc(image) != (int) openCrc) {
            return WRONG_CRC;
        }
        discard();
        if (image[15] != 0) {
            mailbox.put(38, "this is no program of a press".getBytes(ISO_8859_1));
            return REFUSED;
        }
        pending = image;
        return DONE;
    }

    private int activate() {
        if (pending.length == 0) {
            return WRONG_STATE;
        }
        current = pending;
        pending = new byte[0];
        return DONE;
    }

    private int discard() {
        blocks = new ArrayList<>();
        openLength = 0;
        return DONE;
    }

    private int read() {
        boolean ofCurrent = mailbox.getShort(2) == CURRENT;
        byte[] source = ofCurrent ? current : open();
        int size = ofCurrent ? mailbox.getInt(16) : openBlock;
        int number = mailbox.getInt(4);
        if (size < 1 || (long) number * size >= source.length) {
            return WRONG_STATE;
        }
        byte[] block = Arrays.copyOfRange(source, number * size, Math.min(source.length, (number + 1) * size));
        window.put(0, block);
        mailbox.putInt(26, crc(block)).putInt(30, number == 0 ? source.length : block.length);
        return DONE;
    }

    private byte[] open() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        blocks.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private void show() {
        values.put(0, current, 0, 16);
        mailbox.putInt(34, blocks.size());
        mailbox.put(70, Arrays.copyOf(pending, 16));
        mailbox.put(
                86,
                pending.length == 0
                        ? new byte[32]
                        : HexFormat.of().parseHex(Sha256.of(pending).hex()));
    }

    private static int crc(byte... bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** The memory may go afterwards. */
    @Override
    public void close() {
        runs = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
