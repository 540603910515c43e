package org.millwright.messages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Journal position of the last row that an outlet acknowledged, in a file beside the journal, so that who exchanges one
 * exchanges both. Not forced to the disk: after a power cut some rows go out again, none is left out.
 */
public final class OutboxPosition {
    private final Path file;

    /** Nothing is read yet; the folder exists. */
    public OutboxPosition(Path journalFolder) {
        this.file = journalFolder.resolve("outbox-position");
    }

    /** 0 when nothing was ever acknowledged, or when the file is not readable as a number: all rows go out again. */
    long read() throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        String text = Files.readString(file).strip();
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    void write(long position) throws IOException {
        Path next = file.resolveSibling("outbox-position.new");
        Files.writeString(next, position + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
