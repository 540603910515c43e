package org.millwright;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.millwright.trust.Certificates;
import org.millwright.trust.OwnCertificate;
import org.millwright.trust.TrustException;
import org.millwright.trust.TrustList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * Shows and changes which certificates are trusted. Works on the files alone, also while the service runs: it reads
 * them anew at each connect. Exit code 2 for a wish that cannot be fulfilled, 3 when the files cannot be used.
 */
@Command(
        name = "trust",
        description = "Certificates: our own, the trusted and the rejected ones of controllers and clients.",
        mixinStandardHelpOptions = true)
final class Trust implements Runnable {
    private static final int NOT_FULFILLED = 2;
    private static final String CONTROLLERS = "controllers";
    private static final String CLIENTS = "clients";
    private static final String WHICH = "First digits of a SHA-256 fingerprint, 8 or more";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Data folder of the service, ./data by default.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--clients",
            scope = ScopeType.INHERIT,
            description = "Those of the clients of our own server instead of the controllers'.")
    private boolean clients;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "LIST, ADD or REJECT?");
    }

    @Command(
            name = "LIST",
            aliases = "list",
            description = "Prints our own, the trusted and the rejected certificates.",
            mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "As one JSON object.") boolean json) {
        return told(out -> {
            Path own = pki().resolve("own");
            TrustListing listing = new TrustListing(
                    pki(),
                    OwnCertificate.published(own),
                    OwnCertificate.toGiveAway(own),
                    clients ? List.of() : new TrustList(pki().resolve(CONTROLLERS)).all(),
                    new TrustList(pki().resolve(CLIENTS)).all());
            out.print(json ? listing.json() : listing.text());
        });
    }

    @Command(
            name = "ADD",
            aliases = "add",
            description = "Trusts a certificate: a rejected one, or one in a file.",
            mixinStandardHelpOptions = true)
    int add(
            @Parameters(paramLabel = "FINGERPRINT|FILE", description = WHICH + ", or a file in DER or PEM.")
                    String which) {
        return told(out -> {
            X509Certificate added = Files.isRegularFile(Path.of(which))
                    ? list().add(Path.of(which))
                    : list().add(which).certificate();
            out.printf("trusted: %s%n", words(added));
        });
    }

    @Command(
            name = "REJECT",
            aliases = "reject",
            description = "Ends the trust in a certificate, from the next connect on.",
            mixinStandardHelpOptions = true)
    int reject(@Parameters(paramLabel = "FINGERPRINT", description = WHICH + ".") String which) {
        return told(out -> {
            X509Certificate rejected = list().reject(which).certificate();
            out.printf("rejected: %s%n", words(rejected));
        });
    }

    private interface Wish {
        void fulfil(PrintWriter out) throws TrustException, IOException;
    }

    private int told(Wish wish) {
        try {
            PrintWriter out = spec.commandLine().getOut();
            wish.fulfil(out);
            out.flush();
            return 0;
        } catch (TrustException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return NOT_FULFILLED;
        } catch (IOException e) {
            spec.commandLine().getErr().println("the PKI folder " + pki() + " cannot be used: " + e.getMessage());
            return CannotStartException.DATA_NOT_USABLE;
        }
    }

    private static String words(X509Certificate certificate) {
        return Certificates.subject(certificate) + ", SHA-256 " + Certificates.fingerprint(certificate);
    }

    private TrustList list() {
        return new TrustList(pki().resolve(clients ? CLIENTS : CONTROLLERS));
    }

    private Path pki() {
        return PkiFolder.of(data);
    }
}
