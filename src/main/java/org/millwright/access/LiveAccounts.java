package org.millwright.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.millwright.document.DocumentException;

/**
 * The accounts as the file has them now. A file that was broken by an edit changes nothing until it is right again; that
 * is told once an edit.
 */
public final class LiveAccounts {
    private final Path file;
    private final Consumer<String> trouble;
    private Accounts accounts;
    private @Nullable Stamp seen;

    /** What differs after an edit. */
    private record Stamp(
            long bytes, @Nullable Object changed, @Nullable Object key) {}

    /**
     * Reads the file for the first time.
     *
     * @param trouble is told what is wrong with a later edit
     */
    public LiveAccounts(Path file, Consumer<String> trouble) throws DocumentException {
        this.file = file;
        this.trouble = trouble;
        this.seen = stamp();
        this.accounts = AccountsFile.read(file);
    }

    public synchronized Accounts now() {
        Stamp found = stamp();
        if (!found.equals(seen)) {
            seen = found;
            try {
                accounts = AccountsFile.read(file);
            } catch (DocumentException e) {
                trouble.accept("the accounts stay as they were: " + e.getMessage());
            }
        }
        return accounts;
    }

    private Stamp stamp() {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(found.size(), found.lastModifiedTime(), found.fileKey());
        } catch (NoSuchFileException e) {
            return new Stamp(-1, null, null);
        } catch (IOException e) {
            return new Stamp(-2, String.valueOf(e.getMessage()), null);
        }
    }
}
