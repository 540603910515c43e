package org.millwright.equipment.opcua;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.millwright.equipment.EquipmentException;

/**
 * Reads one content by several open files of it (OPC 10000-20 4.2): each has one request under way, which sets its
 * position and reads from there. What comes is handed on in its order. For content that a hash proves afterwards.
 */
final class ParallelReading {
    /** More do not make it faster, and each costs the controller a copy of the content at worst. */
    private static final int MOST_FILES = 4;

    private static final int PART_BYTES = 512 * 1024;

    /** Content of fewer parts is there before the files are open. */
    private static final int FEWEST_PARTS = 2 * MOST_FILES;

    private final Connection connection;
    private final List<RemoteFile> files;
    private final long size;
    private final Deque<Part> underWay = new ArrayDeque<>();
    private int partBytes;
    private long next;

    private ParallelReading(Connection connection, List<RemoteFile> files, long size, int partBytes) {
        this.connection = connection;
        this.files = files;
        this.size = size;
        this.partBytes = partBytes;
    }

    /** Opens the same content once more. */
    interface Source {
        /** A file that nothing is asked about; throws REFUSED when the server has no more to give. */
        RemoteFile open() throws EquipmentException;
    }

    private record Part(RemoteFile file, long from, int bytes, FileCalls.UnderWay reading) {}

    /** Copies the content that a file has been opened of, alone by that file where it does not go in parallel. */
    static void copy(Connection connection, RemoteFile first, Source source, Pace pace, OutputStream to)
            throws EquipmentException, IOException {
        int part = Math.min(pace.blockBytes(), PART_BYTES);
        OptionalLong size = first.size();
        if (size.orElse(0) < (long) FEWEST_PARTS * part) {
            first.readTo(to, pace);
            return;
        }
        List<RemoteFile> files = new ArrayList<>(List.of(first));
        try {
            if (first.seeks() && oneMore(files, source)) {
                new ParallelReading(connection, files, size.getAsLong(), part).copyTo(to, source);
            } else {
                first.readTo(to, pace);
            }
        } finally {
            close(files.subList(1, files.size()));
        }
    }

    /** All together, and waits: a file that somebody has open can be neither renamed nor deleted. */
    private static void close(List<RemoteFile> files) {
        List<FileCalls.UnderWay> closing =
                files.stream().flatMap(file -> file.beginClose().stream()).toList();
        closing.forEach(FileCalls.UnderWay::settle);
    }

    /** False when the server gives no more files. */
    private static boolean oneMore(List<RemoteFile> files, Source source) throws EquipmentException {
        try {
            return files.add(source.open());
        } catch (EquipmentException e) {
            if (e.kind() == EquipmentException.Kind.REFUSED) {
                return false;
            }
            throw e;
        }
    }

    /** The first files are being read already while the others are opened. */
    private void copyTo(OutputStream to, Source source) throws EquipmentException, IOException {
        try {
            for (RemoteFile file : files) {
                begin(file);
            }
            while (files.size() < MOST_FILES && oneMore(files, source)) {
                begin(files.getLast());
            }
            while (!underWay.isEmpty()) {
                Part part = underWay.removeFirst();
                List<byte[]> pieces = pieces(part);
                begin(part.file());
                for (byte[] piece : pieces) {
                    to.write(piece);
                }
            }
        } finally {
            settle();
        }
    }

    private void begin(RemoteFile file) throws EquipmentException {
        int bytes = (int) Math.min(partBytes, size - next);
        if (bytes > 0) {
            underWay.addLast(new Part(file, next, bytes, file.beginAt(next, bytes)));
            next += bytes;
        }
    }

    /** A server may send less than it is asked for (4.2.4): the rest is asked for, and less from then on. */
    private List<byte[]> pieces(Part part) throws EquipmentException {
        List<byte[]> pieces = new ArrayList<>();
        byte[] piece = part.file().end(part.reading(), part.bytes());
        int missing = part.bytes() - piece.length;
        while (missing > 0) {
            if (piece.length == 0) {
                throw connection.failures().nonsense("says a file has %d bytes but ends before".formatted(size));
            }
            pieces.add(piece);
            partBytes = Math.min(partBytes, piece.length);
            RemoteFile file = part.file();
            piece = file.end(file.beginAt(part.from() + part.bytes() - missing, missing), missing);
            missing -= piece.length;
        }
        pieces.add(piece);
        return pieces;
    }

    /** Nothing else is sent on a file that a request is under way on; whether it goes well is of no interest any more. */
    private void settle() {
        underWay.forEach(part -> part.reading().settle());
    }
}
