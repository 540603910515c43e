package org.millwright.simulators.opcua;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfigBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;

/** Key and certificate of a client application or of a user. */
record ClientKeys(KeyPair keys, X509Certificate certificate) {
    private static final String URI = "urn:test:client";

    static ClientKeys make(String name) throws Exception {
        KeyPair keys = KeyPool.fresh();
        X509Certificate certificate = new SelfSignedCertificateBuilder(keys)
                .setCommonName(name)
                .setApplicationUri(URI)
                .build();
        return new ClientKeys(keys, certificate);
    }

    /** Makes them the client application's. */
    void identify(OpcUaClientConfigBuilder config) {
        config.setApplicationUri(URI)
                .setKeyPair(keys)
                .setCertificate(certificate)
                .setCertificateChain(new X509Certificate[] {certificate});
    }
}
