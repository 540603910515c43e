package org.millwright.release;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.millwright.release.StoreException.Kind;

/**
 * Keeps packages, programs and manifests in files {@code store/sha256/ab/<hex>} below the data folder.
 *
 * <ol>
 *   <li>Content is written to {@code store/tmp}, hashed on the way, and forced to the disk.
 *   <li>It is made read-only and renamed to the name of its hash; the folder is forced to the disk. Only now it exists.
 * </ol>
 *
 * So a file below {@code sha256} is complete, whenever the process or the power went; what is left in {@code tmp} is
 * removed at the next start. Storing content again replaces the file, which also heals a damaged one; a reader that has
 * the old file open is not disturbed. One process uses a store, with as many threads as it likes.
 */
public final class FileContentStore implements ContentStore {
    /** Programs of controllers are some MiB; the limit keeps one that never ends from filling the disk. */
    public static final long LARGEST_BYTES = 1L << 30;

    private final Path contents;
    private final Path temporary;
    private final long largestBytes;

    private FileContentStore(Path root, long largestBytes) {
        this.contents = root.resolve("sha256");
        this.temporary = root.resolve("tmp");
        this.largestBytes = largestBytes;
    }

    /** Opens the store below a data folder, makes it when it is not there, and removes unfinished content. */
    public static FileContentStore open(Path data) throws StoreException {
        return open(data, LARGEST_BYTES);
    }

    static FileContentStore open(Path data, long largestBytes) throws StoreException {
        FileContentStore store = new FileContentStore(data.resolve("store"), largestBytes);
        try {
            Files.createDirectories(store.contents);
            Files.createDirectories(store.temporary);
            try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(store.temporary)) {
                for (Path leftover : leftovers) {
                    Files.delete(leftover);
                }
            }
            force(data.resolve("store"));
            return store;
        } catch (IOException e) {
            throw store.failed("cannot open the content store " + data.resolve("store"), e);
        }
    }

    @Override
    public <E extends Exception> Stored put(Content<E> content) throws E, StoreException {
        try {
            Path file = Files.createTempFile(temporary, "", "");
            try {
                Stored stored = write(content, file);
                publish(file, stored.sha256());
                return stored;
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (TooLargeException e) {
            throw new StoreException(Kind.TOO_LARGE, "content is larger than " + largestBytes + " bytes", e);
        } catch (IOException e) {
            throw failed("cannot store content", e);
        }
    }

    @Override
    public InputStream open(Sha256 sha256) throws StoreException {
        Path file = path(sha256);
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw failed("cannot read " + sha256.brief(), e);
        }
    }

    /** The file with this content; ABSENT when there is none. */
    Path path(Sha256 sha256) throws StoreException {
        Path file = file(sha256);
        if (!Files.isRegularFile(file)) {
            throw new StoreException(Kind.ABSENT, "the content store does not hold " + sha256.brief());
        }
        return file;
    }

    /** DAMAGED when the bytes do not have the hash any more, ABSENT when there are none. */
    @Override
    public long verify(Sha256 sha256) throws StoreException {
        Path file = path(sha256);
        Sha256 actual;
        long bytes;
        try (InputStream in = Files.newInputStream(file)) {
            actual = Sha256.of(in);
            bytes = Files.size(file);
        } catch (IOException e) {
            throw failed("cannot read " + file, e);
        }
        if (!actual.equals(sha256)) {
            String message = file + " is damaged: its bytes have the hash " + actual.brief();
            throw new StoreException(Kind.DAMAGED, message);
        }
        return bytes;
    }

    @Override
    public long freeBytes() throws StoreException {
        try {
            return Files.getFileStore(contents).getUsableSpace();
        } catch (IOException e) {
            throw failed("cannot ask for the room on the disk", e);
        }
    }

    private Path file(Sha256 sha256) {
        return folder(sha256).resolve(sha256.hex());
    }

    private Path folder(Sha256 sha256) {
        return contents.resolve(sha256.hex().substring(0, 2));
    }

    private <E extends Exception> Stored write(Content<E> content, Path file) throws E, IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            HashingStream out = new HashingStream(channel, largestBytes);
            content.writeTo(out);
            channel.force(true);
            return out.stored();
        }
    }

    private void publish(Path file, Sha256 sha256) throws IOException {
        if (!file.toFile().setReadOnly()) {
            throw new IOException("cannot make " + file + " read-only");
        }
        Path target = file(sha256);
        Path folder = folder(sha256);
        if (Files.notExists(folder)) {
            Files.createDirectories(folder);
            force(contents);
        }
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        force(folder);
    }

    /** Makes the names in a folder durable. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private StoreException failed(String what, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new StoreException(Kind.FAILED, what + ": no such file or folder: " + e.getMessage(), e);
        }
        String reason = String.valueOf(e.getMessage());
        boolean full = reason.contains("No space left") || reason.contains("quota exceeded");
        return new StoreException(full ? Kind.DISK_FULL : Kind.FAILED, what + ": " + reason, e);
    }
}
