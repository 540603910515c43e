package org.millwright.mes;

import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.identity.AbstractIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.AbstractUsernameIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.AbstractX509IdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.CompositeValidator;
import org.eclipse.milo.opcua.sdk.server.identity.DefaultAnonymousIdentity;
import org.eclipse.milo.opcua.sdk.server.identity.DefaultUsernameIdentity;
import org.eclipse.milo.opcua.sdk.server.identity.DefaultX509UserIdentity;
import org.eclipse.milo.opcua.sdk.server.identity.Identity;
import org.eclipse.milo.opcua.sdk.server.identity.IdentityValidator;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.AnonymousIdentityToken;
import org.eclipse.milo.opcua.stack.core.types.structured.SignatureData;
import org.eclipse.milo.opcua.stack.core.types.structured.UserNameIdentityToken;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.jspecify.annotations.Nullable;
import org.millwright.access.LogIn;
import org.millwright.access.Role;
import org.millwright.access.User;
import org.millwright.trust.Certificates;

/** Who a session is. The account stays with the session until it ends: a changed role counts at the next log-in. */
record Identities(LogIn logIn, Optional<Role> anonymousRole, Notices notices) {
    private static final String NOBODY = "anonymous";

    IdentityValidator validator() {
        List<IdentityValidator> all = new ArrayList<>(List.of(new ByPassword(), new ByCertificate()));
        anonymousRole.ifPresent(role -> all.add(new ByNothing(role)));
        return new CompositeValidator(all);
    }

    static Optional<User> userOf(Session session) {
        return Optional.ofNullable(session.getIdentity())
                .map(Identity::getUserData)
                .filter(User.class::isInstance)
                .map(User.class::cast);
    }

    /** Also a session that comes back over another channel must still be the same in all. */
    private static boolean same(Identity one, @Nullable Identity other) {
        return other != null && one.getUserData() != null && one.getUserData().equals(other.getUserData());
    }

    private static String source(Session session) {
        return Optional.ofNullable(session.getClientAddress())
                .map(InetAddress::getHostAddress)
                .orElse("?");
    }

    private final class ByPassword extends AbstractUsernameIdentityValidator {
        /** The library would take a password in clear text on a channel without encryption. */
        @Override
        protected Identity.UsernameIdentity validateUsernameToken(
                Session session, UserNameIdentityToken token, UserTokenPolicy policy, SignatureData signature)
                throws UaException {
            String algorithm = token.getEncryptionAlgorithm();
            boolean plain = session.getSecurityConfiguration().getSecurityPolicy() == SecurityPolicy.None;
            if (plain && (algorithm == null || algorithm.isEmpty())) {
                throw new UaException(StatusCodes.Bad_IdentityTokenRejected, "the password is not encrypted");
            }
            return super.validateUsernameToken(session, token, policy, signature);
        }

        @Override
        protected Identity.@Nullable UsernameIdentity authenticateUsernamePassword(
                Session session, String name, String password) {
            String source = source(session);
            return switch (logIn.password(name, password, source)) {
                case LogIn.Answer.Welcome(User user) -> known(user);
                case LogIn.Answer.Wrong() -> refused(source, "wrong name or password");
                case LogIn.Answer.TooEarly(var wait) ->
                    refused(source, "after failed attempts the next one counts in " + wait.toSeconds() + " s");
                case LogIn.Answer.Busy() -> refused(source, "too many others are logging in");
            };
        }

        private Identity.UsernameIdentity known(User user) {
            Identity.UsernameIdentity identity = new DefaultUsernameIdentity(user.name()) {
                @Override
                public boolean equalTo(Identity other) {
                    return super.equalTo(other) && same(this, other);
                }
            };
            identity.setUserData(user);
            return identity;
        }

        private Identity.@Nullable UsernameIdentity refused(String source, String why) {
            notices.tell("log-in " + source, "a log-in from " + source + " was refused: " + why);
            return null;
        }
    }

    private final class ByCertificate extends AbstractX509IdentityValidator {
        @Override
        protected Identity.@Nullable X509UserIdentity authenticateCertificate(
                Session session, X509Certificate certificate) {
            Optional<User> user = isValid(certificate)
                    ? logIn.certificate(Certificates.fingerprint(certificate).hex())
                    : Optional.empty();
            if (user.isEmpty()) {
                String source = source(session);
                notices.tell(
                        "certificate " + source,
                        "a log-in from %s was refused: no account has its certificate, or it is not valid today: SHA-256 %s, %s"
                                .formatted(
                                        source,
                                        Certificates.fingerprint(certificate),
                                        Certificates.subject(certificate)));
                return null;
            }
            Identity.X509UserIdentity identity = new DefaultX509UserIdentity(certificate) {
                @Override
                public boolean equalTo(Identity other) {
                    return super.equalTo(other) && same(this, other);
                }
            };
            identity.setUserData(user.get());
            return identity;
        }

        private static boolean isValid(X509Certificate certificate) {
            try {
                certificate.checkValidity();
                return true;
            } catch (CertificateException e) {
                return false;
            }
        }
    }

    private static final class ByNothing extends AbstractIdentityValidator {
        private final User user;

        ByNothing(Role role) {
            this.user = new User(NOBODY, role);
        }

        @Override
        public Set<UserTokenType> getSupportedTokenTypes() {
            return Set.of(UserTokenType.Anonymous);
        }

        @Override
        protected Identity.AnonymousIdentity validateAnonymousToken(
                Session session, AnonymousIdentityToken token, UserTokenPolicy policy, SignatureData signature) {
            Identity.AnonymousIdentity identity = new DefaultAnonymousIdentity();
            identity.setUserData(user);
            return identity;
        }
    }
}
