package org.millwright.release;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.millwright.document.DocumentException;
import org.millwright.plant.Software;
import org.millwright.release.ContentStore.Stored;
import org.millwright.release.StoreException.Kind;

/** Brings releases into the content store, from where alone packages are sent to controllers. */
public final class ReleaseStore implements Archive {
    private static final System.Logger LOG = System.getLogger(ReleaseStore.class.getName());
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

    @Override
    public List<SoftwarePackage> find(Software software) throws StoreException {
        List<SoftwarePackage> found = new ArrayList<>();
        for (String name : names()) {
            try {
                bring(name).packages().stream()
                        .filter(p -> p.software().equals(software))
                        .filter(p -> found.stream().noneMatch(f -> f.sha256().equals(p.sha256())))
                        .forEach(found::add);
            } catch (DocumentException e) {
                LOG.log(Level.WARNING, "release {0} is left out of the archive: {1}", name, e.getMessage());
            }
        }
        return found;
    }

    private List<String> names() throws StoreException {
        if (!Files.isDirectory(releases)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(releases)) {
            return folders.map(f -> String.valueOf(f.getFileName()))
                    .filter(ReleaseStore::isName)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new StoreException(Kind.FAILED, "cannot list " + releases + ": " + e.getMessage(), e);
        }
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
