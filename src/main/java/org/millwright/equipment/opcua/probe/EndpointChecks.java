package org.millwright.equipment.opcua.probe;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.millwright.equipment.opcua.probe.ServerSeen.CertificateSeen;
import org.millwright.equipment.opcua.probe.ServerSeen.EndpointSeen;

/** The ways in and the certificates that are shown there. */
record EndpointChecks(ServerSeen server, Findings findings) {
    private static final Set<String> OUTDATED = Set.of("Basic128Rsa15", "Basic256");
    private static final Duration SOON = Duration.ofDays(30);
    private static final int LEAST_BITS = 2048;

    void check(Instant now) {
        List<EndpointSeen> all = server.endpoints();
        findings.addIf(all.stream().noneMatch(EndpointSeen::secured), Rule.E5, "endpoints", "none signs and encrypts");
        for (EndpointSeen endpoint : all) {
            String where = "endpoint " + endpoint.policy() + " " + endpoint.mode();
            findings.addIf(OUTDATED.contains(endpoint.policy()), Rule.E6, where, "offers " + endpoint.policy());
            findings.addIf(
                    endpoint.tokens().stream()
                            .anyMatch(t ->
                                    t.kind().equals("UserName") && t.policy().equals("None")),
                    Rule.E7,
                    where,
                    "takes passwords in the clear");
        }
        names(all);
        Set<CertificateSeen> shown = new LinkedHashSet<>();
        for (EndpointSeen endpoint : all) {
            endpoint.certificate().filter(shown::add).ifPresent(c -> certificate(c, endpoint.applicationUri(), now));
        }
    }

    /** Each other name once. */
    private void names(List<EndpointSeen> all) {
        String asked = host(server.address());
        all.stream()
                .map(EndpointSeen::url)
                .map(EndpointChecks::host)
                .filter(host -> !host.equals(asked))
                .distinct()
                .forEach(host -> findings.addIf(true, Rule.E9, "endpoints", "name the host '%s'".formatted(host)));
    }

    private void certificate(CertificateSeen shown, String application, Instant now) {
        String where = "certificate "
                + shown.fingerprint()
                        .substring(0, Math.min(16, shown.fingerprint().length()));
        boolean expired = now.isAfter(shown.to());
        boolean early = now.isBefore(shown.from());
        findings.addIf(expired || early, Rule.E1, where, "is valid from %s to %s".formatted(shown.from(), shown.to()));
        findings.addIf(!expired && now.plus(SOON).isAfter(shown.to()), Rule.E2, where, "ends at " + shown.to());
        findings.addIf(
                !application.equals(shown.applicationUri()),
                Rule.E3,
                where,
                "was made for '%s', the server says it is '%s'".formatted(shown.applicationUri(), application));
        String host = host(server.address());
        findings.addIf(
                shown.hosts().stream().map(h -> h.toLowerCase(Locale.ROOT)).noneMatch(host::equals),
                Rule.E4,
                where,
                "names %s, not %s".formatted(shown.hosts(), host));
        findings.addIf(
                shown.keyBits() > 0 && shown.keyBits() < LEAST_BITS,
                Rule.E8,
                where,
                "has a key of %d bits".formatted(shown.keyBits()));
        findings.addIf(
                shown.signature().toUpperCase(Locale.ROOT).startsWith("SHA1"),
                Rule.E8,
                where,
                "is signed with " + shown.signature());
    }

    /** In lower case; empty when the address has none. */
    static String host(String url) {
        try {
            String host = URI.create(url.strip()).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
