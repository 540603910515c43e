package org.millwright.equipment.opcua.probe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.millwright.equipment.opcua.probe.Deviation.Severity;
import org.millwright.equipment.opcua.probe.ServerSeen.AddInSeen;

/**
 * What a probe has to say.
 *
 * @param offers one for each AddIn, in their order
 * @param deviations the worst first
 */
public record Report(ServerSeen server, List<Offer> offers, List<Deviation> deviations) {
    public Report {
        offers = List.copyOf(offers);
        deviations = List.copyOf(deviations);
    }

    /** Judges what was seen by the standard. */
    public static Report of(ServerSeen server, Instant now) {
        Findings findings = new Findings();
        new ServerChecks(server, findings).check(now);
        List<Offer> offers = new ArrayList<>();
        for (AddInSeen seen : server.softwareUpdates()) {
            check(seen, server.about().limits(), findings);
            offers.add(Offer.of(seen));
        }
        boolean di = server.about().namespaces().contains(NodeSeen.DI);
        findings.addIf(
                offers.isEmpty(),
                Rule.A0,
                "server",
                di ? "has OPC 10000-100 and no such AddIn" : "does not have the namespace of OPC 10000-100");
        sameProducts(server.softwareUpdates(), findings);
        return new Report(server, offers, findings.sorted());
    }

    private static void check(AddInSeen seen, Map<String, Long> limits, Findings findings) {
        Findings.Place at = findings.at(seen.path());
        Loading loading = Loading.of(seen.addIn());
        new HostChecks(seen.host(), seen.addIn(), at).check();
        new MemberChecks(seen.addIn(), at).check(Wanted.of(loading));
        new OptionChecks(seen.addIn(), limits, at).check(loading);
        new MachineChecks(seen.addIn(), at).check(loading);
        new VersionChecks(seen.addIn(), at).check();
    }

    private static void sameProducts(List<AddInSeen> all, Findings findings) {
        Map<List<String>, String> before = new HashMap<>();
        for (AddInSeen seen : all) {
            NodeSeen plate = HostChecks.nameplate(seen.host());
            List<String> product = List.of(plate.text("ManufacturerUri"), plate.text("ProductCode"));
            String first = before.putIfAbsent(product, seen.path());
            if (first != null) {
                findings.addIf(true, Rule.A4, seen.path(), "has the same maker and product as " + first);
            }
        }
    }

    /** Whether there is a deviation of this severity. */
    public boolean has(Severity severity) {
        return deviations.stream().anyMatch(d -> d.rule().severity() == severity);
    }
}
