package org.millwright.simulators.opcua;

import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import org.eclipse.milo.opcua.stack.core.security.CertificateManager;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/**
 * Application URI and certificate of one controller's server, kept over its reboots.
 *
 * <p>All servers of a process share one RSA key, which is slow to make; each has its own self-signed certificate,
 * because the certificate has to carry the application URI (OPC 10000-6 6.2.2). Every client certificate is trusted:
 * this is a simulator on the loopback interface.
 */
record ServerIdentity(String applicationUri, X509Certificate certificate, CertificateManager certificates) {
    private static final int KEY_BITS = 2048;

    static ServerIdentity of(String controllerId) {
        String uri = "urn:millwright:simulators:controller:" + controllerId;
        try {
            X509Certificate certificate = selfSigned(uri, controllerId);
            return new ServerIdentity(uri, certificate, trustingEverybody(certificate));
        } catch (Exception e) {
            // Milo declares Exception; nothing in here depends on the outside world.
            throw new IllegalStateException("no certificate for " + controllerId, e);
        }
    }

    private static X509Certificate selfSigned(String uri, String controllerId) throws Exception {
        return new SelfSignedCertificateBuilder(SharedKey.PAIR)
                .setCommonName(controllerId)
                .setOrganization("Millwright simulators")
                .setApplicationUri(uri)
                .addDnsName("localhost")
                .addIpAddress("127.0.0.1")
                .build();
    }

    private static CertificateManager trustingEverybody(X509Certificate certificate) throws Exception {
        var factory = new RsaSha256CertificateFactory() {
            @Override
            protected KeyPair createRsaSha256KeyPair() {
                return SharedKey.PAIR;
            }

            @Override
            protected X509Certificate[] createRsaSha256CertificateChain(KeyPair keyPair) {
                return new X509Certificate[] {certificate};
            }
        };
        var group = DefaultApplicationGroup.createAndInitialize(
                new MemoryTrustListManager(),
                new MemoryCertificateStore(),
                factory,
                (chain, applicationUri, hostnames) -> {});
        return new DefaultCertificateManager(new MemoryCertificateQuarantine(), group);
    }

    /** Made when the first server needs it. */
    private static final class SharedKey {
        static final KeyPair PAIR = create();

        private static KeyPair create() {
            try {
                return SelfSignedCertificateGenerator.generateRsaKeyPair(KEY_BITS);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has RSA", e);
            }
        }
    }
}
