package org.millwright.simulators.opcua;

import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.CompositeValidator;
import org.eclipse.milo.opcua.sdk.server.identity.IdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.X509IdentityValidator;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;

/** The endpoints of a server, one a security policy, and who may log in at them. */
record Endpoints(String path, RunningServer.Frame frame, ServerIdentity identity) {

    Set<EndpointConfig> configs() {
        return frame.look().access().security().stream()
                .map(Endpoints::policy)
                .map(this::config)
                .collect(Collectors.toSet());
    }

    private static SecurityPolicy policy(org.millwright.simulators.config.ServerSettings.Security wanted) {
        return switch (wanted) {
            case NONE -> SecurityPolicy.None;
            case BASIC256SHA256 -> SecurityPolicy.Basic256Sha256;
            case AES128_SHA256_RSAOAEP -> SecurityPolicy.Aes128_Sha256_RsaOaep;
            case AES256_SHA256_RSAPSS -> {
                // Milo names the signature as only this provider knows it. A second call changes nothing.
                Security.addProvider(new BouncyCastleProvider());
                yield SecurityPolicy.Aes256_Sha256_RsaPss;
            }
        };
    }

    /** The certificate belongs to the endpoint without encryption too: it encrypts the password. */
    private EndpointConfig config(SecurityPolicy policy) {
        return EndpointConfig.newBuilder()
                .setBindAddress("127.0.0.1")
                .setHostname("127.0.0.1")
                .setBindPort(frame.port())
                .setPath(path)
                .setCertificate(identity.certificate())
                .addTokenPolicies(tokens().toArray(UserTokenPolicy[]::new))
                .setSecurityPolicy(policy)
                .setSecurityMode(
                        policy == SecurityPolicy.None ? MessageSecurityMode.None : MessageSecurityMode.SignAndEncrypt)
                .build();
    }

    private List<UserTokenPolicy> tokens() {
        List<UserTokenPolicy> tokens = new ArrayList<>();
        frame.login().ifPresent(_ -> tokens.add(OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME));
        frame.look().access().loginCertificate().ifPresent(_ -> tokens.add(OpcUaServerConfig.USER_TOKEN_POLICY_X509));
        return tokens.isEmpty() ? List.of(OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS) : tokens;
    }

    IdentityValidator validator() {
        List<IdentityValidator> validators = new ArrayList<>();
        frame.login().ifPresent(login -> validators.add(new PasswordValidator(login)));
        frame.look()
                .access()
                .loginCertificate()
                .ifPresent(user -> validators.add(new X509IdentityValidator(user::equals)));
        return validators.isEmpty() ? AnonymousIdentityValidator.INSTANCE : new CompositeValidator(validators);
    }
}
