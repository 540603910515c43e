package org.millwright.upgrade.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One journal a folder, over all processes; the system gives it free when the process dies. */
final class FolderLock implements AutoCloseable {
    /** Folders that this process uses: asking the system again would give its lock away (POSIX fcntl). */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Makes the folder when it is missing, and takes it.
     *
     * @throws JournalBrokenException when somebody else has it
     */
    static FolderLock take(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path real = folder.toRealPath();
        if (!OURS.add(real)) {
            throw taken(folder);
        }
        boolean ours = false;
        FileChannel channel = null;
        try {
            channel =
                    FileChannel.open(real.resolve("journal.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw taken(folder);
            }
            ours = true;
            return new FolderLock(real, channel);
        } finally {
            if (!ours) {
                OURS.remove(real);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static JournalBrokenException taken(Path folder) {
        return new JournalBrokenException("another Millwright uses this data folder: " + folder, null);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        OURS.remove(folder);
    }
}
