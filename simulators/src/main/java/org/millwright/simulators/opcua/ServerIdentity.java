package org.millwright.simulators.opcua;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.stack.core.security.CertificateManager;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.millwright.simulators.config.ServerSettings;
import org.millwright.simulators.config.ServerSettings.OwnCertificate;

/**
 * Application URI and certificate of one controller's server, and whose certificates it takes.
 *
 * <p>Each server has its own self-signed certificate, because the certificate has to carry the application URI (OPC
 * 10000-6 6.2.2).
 */
record ServerIdentity(String applicationUri, X509Certificate certificate, CertificateManager certificates) {
    private static final Duration DAY = Duration.ofDays(1);

    /** Makes a certificate, valid from now on. A server whose certificate changes also gets a key of its own. */
    static ServerIdentity issue(String controllerId, ServerSettings look, Clock clock) {
        String uri = "urn:millwright:simulators:controller:" + controllerId;
        OwnCertificate wanted = look.certificate();
        KeyPair keys = wanted.changesAtBoot() ? KeyPool.fresh() : KeyPool.common();
        try {
            X509Certificate certificate = selfSigned(new Subject(controllerId, uri), keys, wanted, clock.instant());
            CertificateValidator clients = new ClientTrust(look.access().trustedClients());
            return new ServerIdentity(uri, certificate, certificates(keys, certificate, clients));
        } catch (Exception e) {
            // Milo declares Exception; nothing in here depends on the outside world.
            throw new IllegalStateException("no certificate for " + controllerId, e);
        }
    }

    private record Subject(String name, String applicationUri) {}

    private static X509Certificate selfSigned(Subject subject, KeyPair keys, OwnCertificate wanted, Instant now)
            throws Exception {
        Instant end = now.plus(DAY.multipliedBy(wanted.validDays()));
        Instant start = (end.isBefore(now) ? end : now).minus(DAY);
        return new SelfSignedCertificateGenerator()
                .generateSelfSigned(
                        keys,
                        Date.from(start),
                        Date.from(end),
                        subject.name(),
                        "Millwright simulators",
                        null,
                        null,
                        null,
                        null,
                        subject.applicationUri(),
                        hostnames(wanted, name -> !isAddress(name)),
                        hostnames(wanted, ServerIdentity::isAddress),
                        SelfSignedCertificateBuilder.SA_SHA256_RSA);
    }

    private static List<String> hostnames(OwnCertificate wanted, Predicate<String> kind) {
        return wanted.hostnames().stream().filter(kind).toList();
    }

    /** IPv6, or an IPv4 address: a name never ends with a number (RFC 1123 2.1). */
    private static boolean isAddress(String hostname) {
        return hostname.contains(":") || Character.isDigit(hostname.charAt(hostname.length() - 1));
    }

    private static CertificateManager certificates(
            KeyPair keys, X509Certificate certificate, CertificateValidator clients) throws Exception {
        var factory = new RsaSha256CertificateFactory() {
            @Override
            protected KeyPair createRsaSha256KeyPair() {
                return keys;
            }

            @Override
            protected X509Certificate[] createRsaSha256CertificateChain(KeyPair keyPair) {
                return new X509Certificate[] {certificate};
            }
        };
        var group = DefaultApplicationGroup.createAndInitialize(
                new MemoryTrustListManager(), new MemoryCertificateStore(), factory, clients);
        return new DefaultCertificateManager(new MemoryCertificateQuarantine(), group);
    }
}
