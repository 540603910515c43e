package org.millwright.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.millwright.release.Sha256;

/** The certificate that each presenter showed last: one small file a presenter with nothing but the fingerprint. */
record ShownBefore(Path folder) {
    /** Who showed a certificate, and since when. */
    record Shown(String presenter, Sha256 fingerprint, Instant since) {}

    Optional<Sha256> by(Presenter presenter) throws IOException {
        return read(folder.resolve(presenter.name())).map(Shown::fingerprint);
    }

    /** Written only when it is another one than before, so that connecting costs no write. */
    void note(Presenter presenter, Sha256 fingerprint) throws IOException {
        if (by(presenter).filter(fingerprint::equals).isEmpty()) {
            PkiFiles.write(folder, presenter.name(), (fingerprint + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    List<Shown> all() throws IOException {
        List<Shown> found = new ArrayList<>();
        for (Path file : CertificateFolder.files(folder)) {
            read(file).ifPresent(found::add);
        }
        return found;
    }

    /** A file that cannot be understood counts as none: it only helps to word a refusal. */
    private static Optional<Shown> read(Path file) throws IOException {
        try {
            String text = new String(PkiFiles.read(file), StandardCharsets.US_ASCII).strip();
            Instant since = Files.getLastModifiedTime(file).toInstant();
            return Optional.of(new Shown(file.getFileName().toString(), new Sha256(text), since));
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
