package org.millwright.equipment.opcua;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.identity.X509IdentityProvider;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Session.CertificateEnd;
import org.millwright.plant.Controller.Login;
import org.millwright.trust.Certificates;
import org.millwright.trust.KeyFile;

/** Logs in as plant.yaml says. Secrets are read at each connect, never kept, and never in a message. */
record LogIn(Optional<Login> login, Secrets secrets, Failures failures) {
    /**
     * Who logs in.
     *
     * @param end of the user's certificate; empty without one
     */
    record User(IdentityProvider identity, Optional<CertificateEnd> end) {}

    /** The kind of log-in to ask of this endpoint: one where neither password nor proof goes in the clear. */
    UserTokenPolicy token(EndpointDescription endpoint) throws EquipmentException {
        UserTokenType wanted = login.map(LogIn::type).orElse(UserTokenType.Anonymous);
        if (tokens(endpoint).noneMatch(t -> t.getTokenType() == wanted)) {
            throw failures.refused("offers no log-in of the kind " + wanted);
        }
        ByteString shown = endpoint.getServerCertificate();
        if (login.isPresent() && (shown == null || shown.isNullOrEmpty())) {
            throw failures.refused("shows no certificate, so that no log-in can be protected; none was sent");
        }
        return tokens(endpoint)
                .filter(t -> t.getTokenType() == wanted)
                .filter(t -> login.isEmpty() || protects(t, endpoint))
                .findFirst()
                .orElseThrow(() -> failures.refused(
                        wanted == UserTokenType.UserName
                                ? "takes passwords only in the clear; none was sent"
                                : "asks for no proof of who holds a user certificate; none was sent"));
    }

    User user() throws EquipmentException {
        if (login.isEmpty()) {
            return new User(new AnonymousProvider(), Optional.empty());
        }
        try {
            return switch (login.get()) {
                // Which certificate encrypts the password has been decided when the endpoint was taken.
                case Login.Password(String name, var secret) ->
                    new User(new UsernameProvider(name, secrets.read(secret)), Optional.empty());
                case Login.Certificate(var file, var password) ->
                    user(KeyFile.read(file, secrets.read(password).toCharArray()));
            };
        } catch (IOException e) {
            throw failures.refused("no log-in as " + login.get().name() + ": " + e.getMessage(), e);
        }
    }

    private User user(KeyFile user) throws EquipmentException {
        String whose = "the user certificate of " + Certificates.subject(user.certificate());
        failures.refuseExpired(whose, user.certificate());
        CertificateEnd end = new CertificateEnd(whose, Certificates.to(user.certificate()));
        return new User(new X509IdentityProvider(user.certificate(), user.key()), Optional.of(end));
    }

    private static UserTokenType type(Login login) {
        return switch (login) {
            case Login.Password _ -> UserTokenType.UserName;
            case Login.Certificate _ -> UserTokenType.Certificate;
        };
    }

    private static Stream<UserTokenPolicy> tokens(EndpointDescription endpoint) {
        UserTokenPolicy[] tokens = endpoint.getUserIdentityTokens();
        return tokens == null ? Stream.empty() : Arrays.stream(tokens).filter(Objects::nonNull);
    }

    /** Whether secret or proof is protected: by the token's own policy or, when it has none, by the endpoint's. */
    private static boolean protects(UserTokenPolicy token, EndpointDescription endpoint) {
        String uri = token.getSecurityPolicyUri();
        String effective = uri == null || uri.isEmpty() ? endpoint.getSecurityPolicyUri() : uri;
        return !SecurityPolicy.None.getUri().equals(effective);
    }
}
