package org.millwright.trust;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files of the PKI folder: for the owner only, and a reader, also of another process, sees all of one or nothing. */
final class PkiFiles {
    /** Certificates and key files are a few kilobytes; what is longer is something else and is not read. */
    private static final int LONGEST_BYTES = 64 * 1024;

    private PkiFiles() {}

    static Path folder(Path folder) throws IOException {
        return Files.createDirectories(folder, ownerOnly("rwx------"));
    }

    static void write(Path folder, String name, byte[] bytes) throws IOException {
        Path unfinished = Files.createTempFile(folder(folder), ".", ".new", ownerOnly("rw-------"));
        try {
            try (FileChannel out = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    out.write(left);
                }
                out.force(true);
            }
            Files.move(unfinished, folder.resolve(name), ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    static byte[] read(Path file) throws IOException {
        if (Files.size(file) > LONGEST_BYTES) {
            throw new IOException(file + " is longer than " + LONGEST_BYTES + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
