package org.millwright.simulators.opcua;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.identity.AbstractUsernameIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.DefaultUsernameIdentity;
import org.eclipse.milo.opcua.sdk.server.identity.Identity.UsernameIdentity;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.structured.SignatureData;
import org.eclipse.milo.opcua.stack.core.types.structured.UserNameIdentityToken;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.jspecify.annotations.Nullable;
import org.millwright.simulators.config.Login;

/**
 * Lets one user in. A password that is not encrypted with the server's certificate is refused whatever the channel is:
 * Milo itself would take it in clear text on a channel without security.
 */
final class PasswordValidator extends AbstractUsernameIdentityValidator {
    private final Login expected;

    PasswordValidator(Login expected) {
        this.expected = expected;
    }

    @Override
    protected UsernameIdentity validateUsernameToken(
            Session session, UserNameIdentityToken token, UserTokenPolicy policy, SignatureData signature)
            throws UaException {
        String algorithm = token.getEncryptionAlgorithm();
        if (algorithm == null || algorithm.isEmpty()) {
            throw new UaException(StatusCodes.Bad_IdentityTokenRejected, "the password is not encrypted");
        }
        return super.validateUsernameToken(session, token, policy, signature);
    }

    @Override
    protected @Nullable UsernameIdentity authenticateUsernamePassword(Session session, String user, String password) {
        boolean userFits =
                MessageDigest.isEqual(user.getBytes(UTF_8), expected.user().getBytes(UTF_8));
        boolean passwordFits = MessageDigest.isEqual(
                password.getBytes(UTF_8), expected.password().getBytes(UTF_8));
        return userFits && passwordFits ? new DefaultUsernameIdentity(user) : null;
    }
}
