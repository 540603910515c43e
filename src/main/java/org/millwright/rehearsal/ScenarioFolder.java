package org.millwright.rehearsal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.millwright.document.DocumentException;
import org.millwright.rehearsal.Scenario.BadPackage;
import org.millwright.release.Release;
import org.millwright.release.ReleaseFile;
import org.millwright.release.Sha256;
import org.millwright.release.SoftwarePackage;

/** Plans and releases for one scenario: a copy of the delivered ones, in which one package may be a bad one. */
public final class ScenarioFolder {
    private ScenarioFolder() {}

    /** Fills the folder with {@code plans/} and {@code releases/}. */
    public static void fill(Path home, Scenario scenario, Path folder)
            throws IOException, InterruptedException, DocumentException {
        Path config = home.resolve("config");
        copy(config.resolve("plans"), folder.resolve("plans"));
        copy(config.resolve("releases"), folder.resolve("releases"));
        if (scenario.badPackage().isPresent()) {
            try (Stream<Path> releases = Files.list(folder.resolve("releases"))) {
                for (Path release : releases.toList()) {
                    replace(home, release, scenario.badPackage().get());
                }
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void replace(Path home, Path folder, BadPackage bad)
            throws IOException, InterruptedException, DocumentException {
        Path manifest = folder.resolve(ReleaseFile.NAME);
        Release release = ReleaseFile.read(folder);
        for (SoftwarePackage good : release.packages()) {
            if (good.software().productCode().equals(bad.productCode())) {
                Path file = folder.resolve(good.file());
                SimulatorProcess.makePackage(home, options(good, bad, file));
                String text = Files.readString(manifest)
                        .replace(good.sha256().hex(), sha256(file).hex())
                        .replace(
                                "\"file\": \"" + good.file() + "\",\n      \"bytes\": " + good.bytes(),
                                "\"file\": \"" + good.file() + "\",\n      \"bytes\": " + Files.size(file));
                Files.writeString(manifest, text);
            }
        }
    }

    private static List<String> options(SoftwarePackage good, BadPackage bad, Path file) {
        return List.of(
                "--out",
                file.toString(),
                "--manufacturer",
                "Scenario",
                "--manufacturer-uri",
                good.software().manufacturerUri(),
                "--product-code",
                good.software().productCode(),
                "--revision",
                good.software().revision().value(),
                "--hardware",
                good.hardware().toString(),
                "--bytes",
                Long.toString(good.bytes()),
                "--effects",
                bad.effects());
    }

    private static Sha256 sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Sha256.of(in);
        }
    }
}
