package org.millwright.trust;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.millwright.release.Sha256;

/**
 * Certificates as files, one a file, DER or PEM, of whatever name: people may put them there by hand. Read anew each
 * time, because another process and people change it; a file that is no certificate is passed over.
 */
record CertificateFolder(Path folder) {
    private static final Pattern CERTIFICATE_NAME = Pattern.compile("[^.].*\\.(der|pem|crt|cer)");

    /** A certificate, its file, and since when the file is there. */
    record Kept(X509Certificate certificate, Path file, Instant since) {
        Sha256 fingerprint() {
            return Certificates.fingerprint(certificate);
        }
    }

    List<Kept> read() throws IOException {
        List<Kept> found = new ArrayList<>();
        for (Path file : files(folder)) {
            if (CERTIFICATE_NAME.matcher(file.getFileName().toString()).matches()) {
                kept(file).ifPresent(found::add);
            }
        }
        return found;
    }

    /** Empty for what was moved away meanwhile or is no certificate: nobody is trusted by it, and nobody harmed. */
    private static Optional<Kept> kept(Path file) {
        try {
            Instant since = Files.getLastModifiedTime(file).toInstant();
            return Optional.of(new Kept(Certificates.read(file), file, since));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** All files of a folder; none when there is no folder. */
    static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            all.forEach(files::add);
        }
        return files;
    }

    void put(X509Certificate certificate) throws IOException {
        PkiFiles.write(folder, Certificates.fingerprint(certificate) + ".der", Certificates.encoded(certificate));
    }

    void remove(Sha256 fingerprint) throws IOException {
        for (Kept kept : read()) {
            if (kept.fingerprint().equals(fingerprint)) {
                Files.deleteIfExists(kept.file());
            }
        }
    }

    /** Makes room for one more by letting go of the oldest. */
    void keepBelow(int limit) throws IOException {
        List<Kept> all = read();
        List<Kept> tooMany = all.stream()
                .sorted(Comparator.comparing(Kept::since))
                .limit(Math.max(0, all.size() - limit + 1))
                .toList();
        for (Kept old : tooMany) {
            Files.deleteIfExists(old.file());
        }
    }
}
