package org.millwright.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.TrustListManager;
import org.millwright.release.Sha256;

/**
 * Whose certificates are trusted: a folder that the service and the command line share, read anew at each question.
 *
 * <pre>
 * trusted/certs  what is trusted: single certificates, and authorities with all that they issue
 * trusted/crl    revocation lists of those authorities
 * issuer/certs   authorities that only complete a chain and are not trusted by themselves
 * issuer/crl     revocation lists of those
 * rejected       what was refused, the newest {@value #MOST_REJECTED}; a person may move it to trusted
 * seen, refused  which certificate each presenter showed last when it was trusted, and when it was not
 * </pre>
 */
public final class TrustList {
    /** A stranger that shows a new certificate each time fills no disk. */
    private static final int MOST_REJECTED = 128;

    private final Path folder;
    private final CertificateFolder trusted;
    private final CertificateFolder rejected;
    private final ShownBefore seen;
    private final ShownBefore refused;

    /** Where a certificate stands. */
    public enum Standing {
        TRUSTED,
        REJECTED
    }

    /**
     * A certificate of the list.
     *
     * @param since when it came to where it is
     * @param shownBy who showed it last, in order of their names; empty when it was put there by hand
     */
    public record Listed(
            Standing standing, X509Certificate certificate, Path file, Instant since, Set<String> shownBy) {
        public Sha256 fingerprint() {
            return Certificates.fingerprint(certificate);
        }
    }

    /** The folder need not be there yet. */
    public TrustList(Path folder) {
        this.folder = folder;
        this.trusted = new CertificateFolder(folder.resolve("trusted/certs"));
        this.rejected = new CertificateFolder(folder.resolve("rejected"));
        this.seen = new ShownBefore(folder.resolve("seen"));
        this.refused = new ShownBefore(folder.resolve("refused"));
    }

    /** Makes the folders, so that people find where to put files. */
    public void prepare() throws IOException {
        for (String part : List.of("trusted/certs", "trusted/crl", "issuer/certs", "issuer/crl", "rejected")) {
            PkiFiles.folder(folder.resolve(part));
        }
    }

    /**
     * Returns when the certificate counts.
     *
     * @param chain what was shown: the presenter's own certificate first
     * @throws UntrustedException when it does not; unless it is trusted but does not fit, it lies in rejected now
     */
    public void check(List<X509Certificate> chain, Presenter presenter) throws UntrustedException, IOException {
        X509Certificate shown = chain.getFirst();
        Sha256 fingerprint = Certificates.fingerprint(shown);
        TrustListManager lists = lists();
        Optional<Objection> objection = new ChainCheck(lists).of(chain, presenter);
        if (objection.isEmpty()) {
            seen.note(presenter, fingerprint);
            return;
        }
        if (!lists.getTrustedCertificates().contains(shown)) {
            refuse(shown);
        }
        Optional<Sha256> before = seen.by(presenter).filter(b -> !b.equals(fingerprint));
        refused.note(presenter, fingerprint);
        throw new UntrustedException(
                objection.get(), new Refusal(shown, presenter, before, "").because(objection.get()));
    }

    /**
     * Returns when the certificate of a client counts. Clients have no name of their own, so nothing is kept of who
     * showed what.
     *
     * @param applicationUri of the application that it says it is; empty as long as it has not said so
     * @throws UntrustedException when it does not; unless it is trusted but does not fit, it lies in rejected now
     */
    public void checkClient(List<X509Certificate> chain, Optional<String> applicationUri)
            throws UntrustedException, IOException {
        X509Certificate shown = chain.getFirst();
        TrustListManager lists = lists();
        Optional<Objection> objection = new ChainCheck(lists).ofClient(chain, applicationUri);
        if (objection.isEmpty()) {
            return;
        }
        if (!lists.getTrustedCertificates().contains(shown)) {
            refuse(shown);
        }
        Presenter client = new Presenter("client", applicationUri.orElse(""), "");
        throw new UntrustedException(
                objection.get(), new Refusal(shown, client, Optional.empty(), " --clients").because(objection.get()));
    }

    /** Also one that lies there already becomes the newest. */
    private void refuse(X509Certificate certificate) throws IOException {
        if (certificates(rejected).stream().noneMatch(certificate::equals)) {
            rejected.keepBelow(MOST_REJECTED);
        }
        rejected.put(certificate);
    }

    private TrustListManager lists() throws IOException {
        MemoryTrustListManager lists = new MemoryTrustListManager();
        lists.setTrustedCertificates(certificates(trusted));
        lists.setIssuerCertificates(certificates(new CertificateFolder(folder.resolve("issuer/certs"))));
        lists.setTrustedCrls(revocations("trusted/crl"));
        lists.setIssuerCrls(revocations("issuer/crl"));
        return lists;
    }

    private static List<X509Certificate> certificates(CertificateFolder folder) throws IOException {
        return folder.read().stream().map(CertificateFolder.Kept::certificate).toList();
    }

    /** A revocation list that cannot be read is an error: without it a revoked certificate would pass. */
    private List<X509CRL> revocations(String part) throws IOException {
        List<X509CRL> found = new ArrayList<>();
        for (Path file : CertificateFolder.files(folder.resolve(part))) {
            try (var in = Files.newInputStream(file)) {
                for (CRL crl : CertificateFactory.getInstance("X.509").generateCRLs(in)) {
                    if (crl instanceof X509CRL known) {
                        found.add(known);
                    }
                }
            } catch (GeneralSecurityException e) {
                throw new IOException(file + " is no revocation list", e);
            }
        }
        return found;
    }

    /** All trusted and rejected certificates, trusted ones first, the oldest first. */
    public List<Listed> all() throws IOException {
        List<ShownBefore.Shown> shown =
                Stream.concat(seen.all().stream(), refused.all().stream()).toList();
        List<Listed> all = new ArrayList<>();
        trusted.read().forEach(kept -> all.add(listed(Standing.TRUSTED, kept, shown)));
        rejected.read().forEach(kept -> all.add(listed(Standing.REJECTED, kept, shown)));
        all.sort(Comparator.comparing(Listed::standing).thenComparing(Listed::since));
        return all;
    }

    private static Listed listed(Standing standing, CertificateFolder.Kept kept, List<ShownBefore.Shown> shown) {
        Set<String> by = shown.stream()
                .filter(s -> s.fingerprint().equals(kept.fingerprint()))
                .map(ShownBefore.Shown::presenter)
                .collect(Collectors.toCollection(TreeSet::new));
        return new Listed(standing, kept.certificate(), kept.file(), kept.since(), by);
    }

    /** Trusts a rejected certificate, named by the first digits of its fingerprint. */
    public Listed add(String digits) throws TrustException, IOException {
        Listed wanted = find(digits);
        trust(wanted.certificate());
        return wanted;
    }

    /** Trusts the certificate in a file, DER or PEM. */
    public X509Certificate add(Path file) throws TrustException, IOException {
        X509Certificate certificate = Certificates.read(file);
        trust(certificate);
        return certificate;
    }

    private void trust(X509Certificate certificate) throws TrustException, IOException {
        Sha256 fingerprint = Certificates.fingerprint(certificate);
        try {
            certificate.checkValidity();
        } catch (GeneralSecurityException e) {
            throw new TrustException("%s is valid from %s to %s only; it can be trusted by nobody today"
                    .formatted(fingerprint.brief(), Certificates.from(certificate), Certificates.to(certificate)));
        }
        prepare();
        if (certificates(trusted).stream().noneMatch(certificate::equals)) {
            trusted.put(certificate);
        }
        rejected.remove(fingerprint);
    }

    /** Ends the trust in a certificate, named by the first digits of its fingerprint; it counts from the next connect. */
    public Listed reject(String digits) throws TrustException, IOException {
        Listed wanted = find(digits);
        prepare();
        refuse(wanted.certificate());
        trusted.remove(wanted.fingerprint());
        return wanted;
    }

    private Listed find(String digits) throws TrustException, IOException {
        List<Listed> all = all();
        Sha256 wanted = new FirstDigits(digits)
                .only(all.stream().map(Listed::fingerprint).toList());
        return all.stream()
                .filter(l -> l.fingerprint().equals(wanted))
                .findFirst()
                .orElseThrow();
    }
}
