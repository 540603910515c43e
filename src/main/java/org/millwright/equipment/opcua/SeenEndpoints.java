package org.millwright.equipment.opcua;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.jspecify.annotations.Nullable;
import org.millwright.equipment.opcua.probe.ServerSeen.CertificateSeen;
import org.millwright.equipment.opcua.probe.ServerSeen.EndpointSeen;
import org.millwright.equipment.opcua.probe.ServerSeen.TokenSeen;
import org.millwright.release.Sha256;
import org.millwright.trust.Certificates;
import org.millwright.trust.TrustList;

/** The endpoints of a server in plain words. */
final class SeenEndpoints {
    private static final int MOST_ENDPOINTS = 50;
    private static final int MOST_TOKENS = 20;
    private static final int LONGEST_CHAIN_BYTES = 32 * 1024;

    private final Set<Sha256> trusted;

    SeenEndpoints(TrustList list) throws IOException {
        trusted = list.all().stream()
                .filter(listed -> listed.standing() == TrustList.Standing.TRUSTED)
                .map(TrustList.Listed::fingerprint)
                .collect(Collectors.toSet());
    }

    List<EndpointSeen> of(List<EndpointDescription> endpoints) {
        return endpoints.stream()
                .filter(Objects::nonNull)
                .limit(MOST_ENDPOINTS)
                .map(this::seen)
                .toList();
    }

    private EndpointSeen seen(EndpointDescription e) {
        String policy = lastPart(e.getSecurityPolicyUri());
        return new EndpointSeen(
                text(e.getEndpointUrl()),
                policy,
                String.valueOf(e.getSecurityMode()),
                e.getServer() == null ? "" : text(e.getServer().getApplicationUri()),
                tokens(e, policy),
                certificate(e));
    }

    private static List<TokenSeen> tokens(EndpointDescription e, String policy) {
        UserTokenPolicy[] tokens = e.getUserIdentityTokens();
        return (tokens == null ? Stream.<UserTokenPolicy>empty() : Arrays.stream(tokens))
                .filter(Objects::nonNull)
                .limit(MOST_TOKENS)
                .map(token -> {
                    String own = text(token.getSecurityPolicyUri());
                    return new TokenSeen(String.valueOf(token.getTokenType()), own.isEmpty() ? policy : lastPart(own));
                })
                .toList();
    }

    private Optional<CertificateSeen> certificate(EndpointDescription e) {
        ByteString bytes = Objects.requireNonNullElse(e.getServerCertificate(), ByteString.NULL_VALUE);
        if (bytes.isNullOrEmpty() || bytes.length() > LONGEST_CHAIN_BYTES) {
            return Optional.empty();
        }
        try {
            return CertificateUtil.decodeCertificates(bytes.bytesOrEmpty()).stream()
                    .findFirst()
                    .map(this::seen);
        } catch (UaException unreadable) {
            return Optional.empty();
        }
    }

    private CertificateSeen seen(X509Certificate c) {
        Sha256 fingerprint = Certificates.fingerprint(c);
        return new CertificateSeen(
                Certificates.subject(c),
                fingerprint.hex(),
                Certificates.from(c),
                Certificates.to(c),
                Certificates.applicationUri(c),
                Stream.concat(CertificateUtil.getSanDnsNames(c).stream(), CertificateUtil.getSanIpAddresses(c).stream())
                        .limit(MOST_TOKENS)
                        .map(Certificates::harmless)
                        .toList(),
                c.getPublicKey() instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 0,
                Certificates.harmless(c.getSigAlgName()),
                trusted.contains(fingerprint));
    }

    private static String text(@Nullable String text) {
        return Certificates.harmless(Objects.requireNonNullElse(text, ""));
    }

    private static String lastPart(@Nullable String uri) {
        String text = text(uri);
        return text.substring(text.lastIndexOf('#') + 1);
    }
}
