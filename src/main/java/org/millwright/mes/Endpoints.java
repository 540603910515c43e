package org.millwright.mes;

import java.io.IOException;
import java.net.InetAddress;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.stack.core.security.CertificateManager;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.millwright.trust.OwnCertificate;

/** At what addresses, and how secured, the server is reached. */
record Endpoints(MesSettings settings, int port, OwnCertificate own) {
    static final String PATH = "/millwright";
    private static final String ALL_ADDRESSES = "0.0.0.0";
    private static final List<SecurityPolicy> POLICIES = List.of(
            SecurityPolicy.Basic256Sha256, SecurityPolicy.Aes128_Sha256_RsaOaep, SecurityPolicy.Aes256_Sha256_RsaPss);

    String address() throws IOException {
        return "opc.tcp://" + host() + ":" + port + PATH;
    }

    private String host() throws IOException {
        return settings.host().equals(ALL_ADDRESSES)
                ? InetAddress.getLocalHost().getHostName()
                : settings.host();
    }

    Set<EndpointConfig> configs() throws IOException {
        Set<EndpointConfig> all = new LinkedHashSet<>();
        for (SecurityPolicy policy : POLICIES) {
            all.add(config(policy, MessageSecurityMode.SignAndEncrypt));
            all.add(config(policy, MessageSecurityMode.Sign));
        }
        if (settings.unsecured()) {
            all.add(config(SecurityPolicy.None, MessageSecurityMode.None));
        }
        return all;
    }

    private EndpointConfig config(SecurityPolicy policy, MessageSecurityMode mode) throws IOException {
        // On a channel without encryption the password is encrypted all the same.
        String tokens = (policy == SecurityPolicy.None ? SecurityPolicy.Basic256Sha256 : policy).getUri();
        EndpointConfig.Builder builder = EndpointConfig.newBuilder()
                .setBindAddress(settings.host())
                .setHostname(host())
                .setBindPort(port)
                .setPath(PATH)
                .setCertificate(own.certificate())
                .setSecurityPolicy(policy)
                .setSecurityMode(mode)
                .addTokenPolicy(new UserTokenPolicy("username", UserTokenType.UserName, null, null, tokens))
                .addTokenPolicy(new UserTokenPolicy("certificate", UserTokenType.Certificate, null, null, tokens));
        settings.anonymousRole().ifPresent(_ -> builder.addTokenPolicy(OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS));
        return builder.build();
    }

    CertificateManager certificates(CertificateValidator clients) throws IOException {
        RsaSha256CertificateFactory factory = new RsaSha256CertificateFactory() {
            @Override
            protected KeyPair createRsaSha256KeyPair() {
                return own.keys();
            }

            @Override
            protected X509Certificate[] createRsaSha256CertificateChain(KeyPair keys) {
                return new X509Certificate[] {own.certificate()};
            }
        };
        try {
            DefaultApplicationGroup group = DefaultApplicationGroup.createAndInitialize(
                    new MemoryTrustListManager(), new MemoryCertificateStore(), factory, clients);
            return new DefaultCertificateManager(new MemoryCertificateQuarantine(), group);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) { // what the library declares
            throw new IOException("our own certificate cannot be used", e);
        }
    }
}
