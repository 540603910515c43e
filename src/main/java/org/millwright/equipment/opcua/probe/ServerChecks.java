package org.millwright.equipment.opcua.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.millwright.equipment.opcua.probe.ServerSeen.EndpointSeen;

/** The server as a whole: clock, namespaces, limits. */
record ServerChecks(ServerSeen server, Findings findings) {
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);
    private static final int RUNNING = 0;
    private static final long SMALL_BYTE_STRING = 8 * 1024;

    void check(Instant now) {
        new EndpointChecks(server, findings).check(now);
        server.about()
                .clockOffset()
                .filter(offset -> offset.abs().compareTo(CLOCK_TOLERANCE) > 0)
                .ifPresent(offset -> add(
                        Rule.K1,
                        "clock",
                        "is %d s %s ours"
                                .formatted(offset.abs().toSeconds(), offset.isNegative() ? "behind" : "ahead of")));
        server.about()
                .state()
                .filter(state -> state != RUNNING)
                .ifPresent(state -> add(Rule.K2, "state", "is " + state));
        namespaces(server.about().namespaces());
        limits(server.about().limits());
        server.cut().ifPresent(cut -> add(cut.failed() ? Rule.X1 : Rule.X2, "server", cut.why()));
    }

    private void add(Rule rule, String where, String found) {
        findings.add(rule, where, found, rule.clause());
    }

    private void namespaces(List<String> all) {
        if (all.isEmpty() || !all.getFirst().equals(NodeSeen.UA)) {
            add(Rule.N1, "namespace 0", all.isEmpty() ? "none is told" : "is " + all.getFirst());
        }
        Set<String> before = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            findings.addIf(all.get(i).isBlank(), Rule.N2, "namespace " + i, "has no URI");
            findings.addIf(
                    !all.get(i).isBlank() && !before.add(all.get(i).toLowerCase(Locale.ROOT)),
                    Rule.N2,
                    "namespace " + i,
                    "stands there before: " + all.get(i));
        }
        Set<String> own = new HashSet<>();
        server.endpoints().stream()
                .map(EndpointSeen::applicationUri)
                .filter(uri -> !uri.isBlank())
                .forEach(own::add);
        if (all.size() > 1 && !own.isEmpty() && !own.contains(all.get(1))) {
            add(Rule.N3, "namespace 1", "is %s, the server says it is %s".formatted(all.get(1), own));
        }
    }

    private void limits(Map<String, Long> limits) {
        long bytes = limits.getOrDefault("MaxByteStringLength", 0L);
        findings.addIf(
                bytes > 0 && bytes < SMALL_BYTE_STRING, Rule.L1, "MaxByteStringLength", "is %d bytes".formatted(bytes));
    }
}
