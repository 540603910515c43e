package org.millwright.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.millwright.document.DocumentException;
import org.millwright.document.Problem;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.release.SoftwarePackage.HardwareRange;

class ReleaseFileTest {
    private static final byte[] LOADER = "loader software".getBytes(UTF_8);
    private static final byte[] WELDER = "welder software 2".getBytes(UTF_8);
    private static final String GOOD = """
            {
              "release": "r-1",
              "packages": [
                {
                  "manufacturerUri": "urn:h",
                  "productCode": "HC-1",
                  "revision": "2.4.0",
                  "file": "loader.mwpkg",
                  "bytes": 15,
                  "sha256": "%s",
                  "hardware": "3..5",
                  "minimumInstalled": "2.0.0"
                },
                {
                  "manufacturerUri": "urn:m",
                  "productCode": "MX-7",
                  "revision": "7",
                  "file": "welder.mwpkg",
                  "bytes": 17,
                  "sha256": "%s",
                  "hardware": "1.0..1.10",
                  "minimumInstalled": "6"
                }
              ]
            }
            """.formatted(Sha256.of(LOADER), Sha256.of(WELDER));

    @TempDir
    private Path folder;

    private Path release;

    @BeforeEach
    void files() throws IOException {
        release = Files.createDirectories(folder.resolve("releases/r-1"));
        Files.write(release.resolve("loader.mwpkg"), LOADER);
        Files.write(release.resolve("welder.mwpkg"), WELDER);
        Files.writeString(release.resolve("release.json"), GOOD);
    }

    @Test
    void aReleaseIsReadWithItsPackages() throws Exception {
        SoftwarePackage loader = new SoftwarePackage(
                new Software("urn:h", "HC-1", new Revision("2.4.0")),
                "loader.mwpkg",
                Sha256.of(LOADER),
                15,
                new HardwareRange(new Revision("3"), new Revision("5")),
                new Revision("2.0.0"));
        SoftwarePackage welder = new SoftwarePackage(
                new Software("urn:m", "MX-7", new Revision("7")),
                "welder.mwpkg",
                Sha256.of(WELDER),
                17,
                new HardwareRange(new Revision("1.0"), new Revision("1.10")),
                new Revision("6"));

        assertThat(ReleaseFile.read(release))
                .isEqualTo(new Release("r-1", Sha256.of(GOOD.getBytes(UTF_8)), List.of(loader, welder)));
    }

    @ParameterizedTest
    @MethodSource
    void whatIsWrongIsNamedWithItsPlace(String from, String to, String message) throws Exception {
        assertThat(GOOD).as("the row changes the file").contains(from);
        Files.writeString(release.resolve("release.json"), GOOD.replace(from, to));

        assertThat(problems()).containsExactly(message.split("\n"));
    }

    static Stream<Arguments> whatIsWrongIsNamedWithItsPlace() {
        return Stream.of(
                row("r-1", "r-2", "2:14: release: 'r-2'; expected the name of its folder, r-1"),
                row("\"HC-1\"", "[]", "6:22: packages[0].productCode: a list; expected a text of 1 to 1000 characters"),
                row(
                        "\"file\": \"loader",
                        "\"flie\": \"loader",
                        "4:5: packages[0].file: missing; expected a file name without folders"
                                + "\n8:7: packages[0].flie: unknown key; did you mean 'file'?"),
                row(
                        "loader.mwpkg",
                        "../r-1/loader.mwpkg",
                        "8:15: packages[0].file: '../r-1/loader.mwpkg'; expected a file name without folders"),
                row("3..5", "5..3", "11:19: packages[0].hardware: '5..3'; expected hardware revisions like 3..5"),
                row("3..5", "3", "11:19: packages[0].hardware: '3'; expected hardware revisions like 3..5"),
                row(
                        "1.0..1.10",
                        "1...2",
                        "21:19: packages[1].hardware: '1...2'; expected hardware revisions like 3..5"),
                row(
                        "\"bytes\": 15",
                        "\"bytes\": 0",
                        "9:16: packages[0].bytes: '0'; expected a whole number from 1 to 1073741824"),
                row(
                        "\"bytes\": 15",
                        "\"bytes\": 16",
                        "9:16: packages[0].bytes: loader.mwpkg has 15 bytes; expected 16: the file is not the released one"),
                row(
                        Sha256.of(LOADER).hex(),
                        "ABCD",
                        "10:17: packages[0].sha256: 'ABCD'; expected 64 lower-case hexadecimal digits"),
                row(
                        "urn:m\",\n      \"productCode\": \"MX-7",
                        "urn:h\",\n      \"productCode\": \"HC-1",
                        "16:22: packages[1].productCode: 'HC-1'; expected a product that no other package of the release is for"),
                row("\"2.0.0\"", "\"\"", "12:27: packages[0].minimumInstalled: ''; expected a revision like 2.0.0"));
    }

    private static Arguments row(String from, String to, String message) {
        return argumentSet(to, from, to, message);
    }

    @Test
    void oneFlippedBitInAPackageIsFound() throws Exception {
        byte[] flipped = LOADER.clone();
        flipped[7] ^= 1;
        Files.write(release.resolve("loader.mwpkg"), flipped);

        assertThat(problems())
                .containsExactly("10:17: packages[0].sha256: loader.mwpkg has the hash " + Sha256.of(flipped)
                        + "; expected " + Sha256.of(LOADER) + ": the file was changed or damaged");
    }

    @Test
    void allPackageFilesThatAreWrongAreNamed() throws Exception {
        Files.delete(release.resolve("loader.mwpkg"));
        Files.writeString(release.resolve("welder.mwpkg"), "short");

        assertThat(problems())
                .containsExactly(
                        "8:15: packages[0].file: no file " + release.resolve("loader.mwpkg")
                                + "; expected the package beside the manifest",
                        "19:16: packages[1].bytes: welder.mwpkg has 5 bytes; expected 17: the file is not the released one");
    }

    @Test
    void aReleaseIsBroughtIntoTheStoreAndADamagedCopyIsReplaced() throws Exception {
        FileContentStore store = FileContentStore.open(folder.resolve("data"));
        ReleaseStore releases = new ReleaseStore(folder.resolve("releases"), store);

        releases.bring("r-1");
        Path copy = store.path(Sha256.of(LOADER));
        Files.delete(copy);
        Files.write(copy, new byte[] {1});
        Release brought = releases.bring("r-1");

        assertThat(brought.packages()).hasSize(2);
        for (SoftwarePackage one : brought.packages()) {
            assertThat(store.verify(one.sha256())).isEqualTo(one.bytes());
        }
        try (InputStream in = store.open(Sha256.of(WELDER))) {
            assertThat(in).hasBinaryContent(WELDER);
        }
    }

    @Test
    void theReleaseThatIsDeliveredIsWhole() throws Exception {
        Release demo = ReleaseFile.read(Path.of("../config/releases/demo-2.4.0"));

        assertThat(demo.packages()).map(p -> p.software().revision()).containsOnly(new Revision("2.4.0"));
    }

    private List<String> problems() {
        DocumentException e = catchThrowableOfType(DocumentException.class, () -> ReleaseFile.read(release));
        assertThat(e).as("the release is refused").isNotNull();
        String prefix = release.resolve("release.json") + ":";
        return e.problems().stream()
                .map(Problem::toString)
                .map(s -> s.replace(prefix, ""))
                .toList();
    }
}
