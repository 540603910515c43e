package org.millwright;

import java.nio.file.Path;
import java.util.Optional;

/** Where the certificates lie, for commands that do without the service. */
final class PkiFolder {
    private PkiFolder() {}

    /** As the service finds it, when no data folder is named. */
    static Path of(Optional<Path> data) {
        Path home = Path.of(System.getProperty("millwright.home", "."));
        return data.or(() ->
                        Optional.ofNullable(System.getenv("MILLWRIGHT_DATA")).map(Path::of))
                .orElseGet(() -> home.resolve("data"))
                .resolve("pki");
    }
}
