package org.millwright;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.millwright.equipment.opcua.probe.Deviation;
import org.millwright.equipment.opcua.probe.Deviation.Severity;
import org.millwright.equipment.opcua.probe.Offer;
import org.millwright.equipment.opcua.probe.Report;
import org.millwright.equipment.opcua.probe.ServerSeen.About;
import org.millwright.equipment.opcua.probe.ServerSeen.CertificateSeen;
import org.millwright.equipment.opcua.probe.ServerSeen.EndpointSeen;

/** A probe's report for a person at a cabinet: what is wrong at the end, where the eye is. */
final class ProbeText {
    private final Report report;
    private final StringBuilder out = new StringBuilder();

    ProbeText(Report report) {
        this.report = report;
    }

    String text() {
        out.append(report.server().address()).append("\n");
        line("connected", report.server().connection());
        endpoints();
        about();
        report.offers().forEach(this::offer);
        deviations();
        return out.toString();
    }

    private void title(String title) {
        out.append("\n").append(title).append("\n");
    }

    private void line(String name, String value) {
        out.append("  %-18s %s%n".formatted(name, value));
    }

    private void endpoints() {
        title("endpoints");
        Set<CertificateSeen> shown = new LinkedHashSet<>();
        for (EndpointSeen endpoint : report.server().endpoints()) {
            String tokens = endpoint.tokens().stream()
                    .map(t -> t.kind() + " (" + t.policy() + ")")
                    .collect(Collectors.joining(", "));
            line(endpoint.policy(), "%s, log-ins: %s, %s".formatted(endpoint.mode(), tokens, endpoint.url()));
            endpoint.certificate().ifPresent(shown::add);
        }
        for (CertificateSeen c : shown) {
            line("certificate", c.subject() + ", " + (c.trusted() ? "trusted" : "not trusted"));
            line("", "SHA-256 " + c.fingerprint());
            line("", "valid %s to %s, for %s at %s".formatted(c.from(), c.to(), c.applicationUri(), c.hosts()));
        }
    }

    private void about() {
        About about = report.server().about();
        title("server");
        about.build().forEach(this::line);
        about.clockOffset().ifPresent(offset -> line("clock", "%+.1f s to ours".formatted(offset.toMillis() / 1000.0)));
        for (int i = 0; i < about.namespaces().size(); i++) {
            line("namespace " + i, about.namespaces().get(i));
        }
        about.limits().forEach((name, value) -> out.append("  %-28s %d%n".formatted(name, value)));
    }

    private void offer(Offer offer) {
        title("software update of " + offer.path());
        line("loading", offer.loading().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        line("edition", offer.edition());
        offer.nameplate().forEach(this::line);
        line("health", offer.health());
        for (Offer.VersionSeen version : offer.versions()) {
            line(version.place(), version(version));
        }
        offer.states().forEach(this::line);
        offer.figures().forEach((name, value) -> out.append("  %-38s %s%n".formatted(name, value)));
        line("offers", names(offer.options(), true));
        line("does not offer", names(offer.options(), false));
        offer.meaning().forEach(sentence -> line("", "- " + sentence));
    }

    private static String version(Offer.VersionSeen version) {
        if (version.revision().isBlank()) {
            return "empty";
        }
        String patches = version.patches().isEmpty() ? "" : ", patches " + version.patches();
        String hash = version.hash().isEmpty() ? "" : ", hash " + version.hash();
        return version.revision() + " of " + version.maker() + patches + hash;
    }

    private static String names(Map<String, Boolean> options, boolean there) {
        List<String> names = options.entrySet().stream()
                .filter(e -> e.getValue() == there)
                .map(Map.Entry::getKey)
                .toList();
        return names.isEmpty() ? "-" : String.join(", ", names);
    }

    private void deviations() {
        title("deviations");
        for (Deviation deviation : report.deviations()) {
            String severity = deviation.rule().severity().name().toLowerCase(Locale.ROOT);
            out.append("  %-7s %-12s %s: %s%n"
                    .formatted(severity, deviation.rule().id(), deviation.where(), deviation.found()));
            out.append(
                    "          standard:   %s (%s)%n".formatted(deviation.rule().says(), deviation.clause()));
            out.append("          millwright: %s%n".formatted(deviation.rule().consequence()));
        }
        out.append("  ").append(verdict()).append("\n");
    }

    private String verdict() {
        Map<Severity, Long> counts = new LinkedHashMap<>();
        Arrays.stream(Severity.values())
                .forEach(s -> counts.put(
                        s,
                        report.deviations().stream()
                                .filter(d -> d.rule().severity() == s)
                                .count()));
        String figures = counts.entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey().name().toLowerCase(Locale.ROOT)
                        + (e.getValue() == 1 ? "" : "s"))
                .collect(Collectors.joining(", "));
        return (report.has(Severity.ERROR) ? "deviates from the standard: " : "conforms as far as can be seen: ")
                + figures;
    }
}
