package org.millwright.release;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.millwright.document.Document;
import org.millwright.document.DocumentException;
import org.millwright.document.Field;
import org.millwright.document.Section;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.release.SoftwarePackage.HardwareRange;

/**
 * Reads a release's manifest, {@code <releases>/<name>/release.json}, and proves that the package files beside it are
 * the ones it was written for: each exists, has the size and has the hash that the manifest says.
 */
public final class ReleaseFile {
    /** Its name within the release's folder. */
    public static final String NAME = "release.json";

    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");
    private static final Pattern RANGE = Pattern.compile("([^.\\s]+(?:\\.[^.\\s]+)*)\\.\\.([^.\\s]+(?:\\.[^.\\s]+)*)");

    private final Path folder;
    private final Set<String> products = new HashSet<>();

    private ReleaseFile(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads all package files once.
     *
     * @param folder of the release; its name is the release's name
     */
    public static Release read(Path folder) throws DocumentException {
        Document document = Document.read(folder.resolve(NAME));
        Sha256 manifest = Sha256.of(document.bytes());
        return document.as(s -> new ReleaseFile(folder).release(s, manifest));
    }

    private Field<Release> release(Section s, Sha256 manifest) {
        String folderName = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        Field<String> name =
                s.at("release").text().check(folderName::equals, "expected the name of its folder, " + folderName);
        Field<List<SoftwarePackage>> packages = s.at("packages").list(i -> i.section(this::softwarePackage));
        return s.end(() -> new Release(name.get(), manifest, packages.get()));
    }

    private Field<SoftwarePackage> softwarePackage(Section s) {
        Field<String> manufacturerUri = s.at("manufacturerUri").text();
        Field<String> productCode = s.at("productCode")
                .text()
                .check(
                        code -> !manufacturerUri.isRead() || products.add(manufacturerUri.get() + " " + code),
                        "expected a product that no other package of the release is for");
        Field<Revision> revision = s.at("revision").parse("expected a revision like 2.4.0", Revision::new);
        Field<String> file = s.at("file").parse("expected a file name without folders", ReleaseFile::fileName);
        Field<Long> bytes = s.at("bytes").whole(1, FileContentStore.LARGEST_BYTES);
        Field<Sha256> sha256 = s.at("sha256").parse("expected 64 lower-case hexadecimal digits", Sha256::new);
        Field<HardwareRange> hardware =
                s.at("hardware").parse("expected hardware revisions like 3..5", ReleaseFile::range);
        Field<Revision> minimum = s.at("minimumInstalled").parse("expected a revision like 2.0.0", Revision::new);
        if (file.isRead() && bytes.isRead() && sha256.isRead()) {
            prove(s, file.get(), bytes.get(), sha256.get());
        }
        return s.end(() -> new SoftwarePackage(
                new Software(manufacturerUri.get(), productCode.get(), revision.get()),
                file.get(),
                sha256.get(),
                bytes.get(),
                hardware.get(),
                minimum.get()));
    }

    private void prove(Section s, String name, long bytes, Sha256 sha256) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            s.at("file").problem("no file " + file, "expected the package beside the manifest");
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            long actualBytes = Files.size(file);
            if (actualBytes != bytes) {
                String found = name + " has " + actualBytes + " bytes";
                s.at("bytes").problem(found, "expected " + bytes + ": the file is not the released one");
                return;
            }
            Sha256 actual = Sha256.of(in);
            if (!actual.equals(sha256)) {
                String found = name + " has the hash " + actual;
                s.at("sha256").problem(found, "expected " + sha256 + ": the file was changed or damaged");
            }
        } catch (IOException e) {
            s.at("file").problem(file + " cannot be read: " + e.getMessage(), "expected a readable file");
        }
    }

    private static String fileName(String text) {
        if (!FILE.matcher(text).matches()) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static HardwareRange range(String text) {
        Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException();
        }
        HardwareRange range = new HardwareRange(new Revision(matcher.group(1)), new Revision(matcher.group(2)));
        if (range.lowest().compareTo(range.highest()) > 0) {
            throw new IllegalArgumentException();
        }
        return range;
    }
}
