package org.millwright.release;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.millwright.document.DocumentException;
import org.millwright.release.ContentStore.Stored;
import org.millwright.release.StoreException.Kind;

/** Brings releases into the content store, from where alone packages are sent to controllers. */
public final class ReleaseStore {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Path releases;
    private final ContentStore store;

    /**
     * Finds releases by name.
     *
     * @param releases folder with a folder for each release
     */
    public ReleaseStore(Path releases, ContentStore store) {
        this.releases = releases;
        this.store = store;
    }

    /** Whether a release may have this name: letters, digits, dots, dashes and underscores, 100 at most. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * Reads and proves a release, and brings what the store does not hold undamaged.
     *
     * @param name of its folder
     */
    public Release bring(String name) throws DocumentException, StoreException {
        Path folder = releases.resolve(name);
        Release release = ReleaseFile.read(folder);
        for (SoftwarePackage one : release.packages()) {
            if (!holds(one.sha256())) {
                bring(one, folder.resolve(one.file()));
            }
        }
        return release;
    }

    private boolean holds(Sha256 sha256) throws StoreException {
        try {
            store.verify(sha256);
            return true;
        } catch (StoreException e) {
            return switch (e.kind()) {
                case ABSENT, DAMAGED -> false;
                case DISK_FULL, TOO_LARGE, FAILED -> throw e;
            };
        }
    }

    private void bring(SoftwarePackage one, Path file) throws StoreException {
        try (InputStream in = Files.newInputStream(file)) {
            Stored stored = store.<RuntimeException>put(in::transferTo);
            if (!stored.sha256().equals(one.sha256())) {
                throw new StoreException(Kind.DAMAGED, file + " changed while it was read");
            }
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException(Kind.FAILED, "cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
