package org.millwright;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.millwright.document.Json;
import org.millwright.document.Json.Items;
import org.millwright.document.Json.Member;
import org.millwright.document.Json.Members;
import org.millwright.document.Json.Text;
import org.millwright.equipment.opcua.probe.Deviation;
import org.millwright.equipment.opcua.probe.Offer;
import org.millwright.equipment.opcua.probe.Report;
import org.millwright.equipment.opcua.probe.ServerSeen.About;
import org.millwright.equipment.opcua.probe.ServerSeen.CertificateSeen;
import org.millwright.equipment.opcua.probe.ServerSeen.EndpointSeen;

/** A probe's report for programs; docs/protocols/probe.md describes it. */
record ProbeJson(Report report) {
    String written() {
        About about = report.server().about();
        List<Member> server = new ArrayList<>();
        server.add(new Member("build", texts(about.build())));
        about.state().ifPresent(state -> server.add(new Member("state", state)));
        about.clockOffset().ifPresent(offset -> server.add(new Member("clockOffsetMs", offset.toMillis())));
        server.add(new Member("namespaces", strings(about.namespaces())));
        server.add(new Member(
                "limits",
                new Members(about.limits().entrySet().stream()
                        .map(e -> new Member(e.getKey(), e.getValue()))
                        .toList())));
        return new Members(List.of(
                        new Member("address", report.server().address()),
                        new Member("connected", true),
                        new Member("connection", report.server().connection()),
                        new Member("conforming", !report.has(Deviation.Severity.ERROR)),
                        new Member("complete", report.server().cut().isEmpty()),
                        new Member("endpoints", items(report.server().endpoints(), ProbeJson::endpoint)),
                        new Member("server", new Members(server)),
                        new Member("softwareUpdates", items(report.offers(), ProbeJson::offer)),
                        new Member("deviations", items(report.deviations(), ProbeJson::deviation))))
                .written();
    }

    private static Json endpoint(EndpointSeen endpoint) {
        List<Member> members = new ArrayList<>(List.of(
                new Member("url", endpoint.url()),
                new Member("policy", endpoint.policy()),
                new Member("mode", endpoint.mode()),
                new Member("applicationUri", endpoint.applicationUri()),
                new Member(
                        "userTokens",
                        items(
                                endpoint.tokens(),
                                t -> new Members(
                                        List.of(new Member("kind", t.kind()), new Member("policy", t.policy())))))));
        endpoint.certificate().ifPresent(c -> members.add(new Member("certificate", certificate(c))));
        return new Members(members);
    }

    private static Json certificate(CertificateSeen c) {
        return new Members(List.of(
                new Member("subject", c.subject()),
                new Member("fingerprint", c.fingerprint()),
                new Member("validFrom", c.from().toString()),
                new Member("validTo", c.to().toString()),
                new Member("applicationUri", c.applicationUri()),
                new Member("hosts", strings(c.hosts())),
                new Member("trusted", c.trusted())));
    }

    private static Json offer(Offer offer) {
        return new Members(List.of(
                new Member("path", offer.path()),
                new Member("loading", word(offer.loading())),
                new Member("edition", offer.edition()),
                new Member("nameplate", texts(offer.nameplate())),
                new Member("health", offer.health()),
                new Member("versions", items(offer.versions(), ProbeJson::version)),
                new Member(
                        "options",
                        new Members(offer.options().entrySet().stream()
                                .map(e -> new Member(e.getKey(), e.getValue()))
                                .toList())),
                new Member("values", texts(offer.figures())),
                new Member("states", texts(offer.states())),
                new Member("meaning", strings(offer.meaning()))));
    }

    private static Json version(Offer.VersionSeen version) {
        return new Members(List.of(
                new Member("place", version.place()),
                new Member("manufacturerUri", version.maker()),
                new Member("softwareRevision", version.revision()),
                new Member("patches", strings(version.patches())),
                new Member("hash", version.hash())));
    }

    private static Json deviation(Deviation deviation) {
        return new Members(List.of(
                new Member("id", deviation.rule().id()),
                new Member("severity", word(deviation.rule().severity())),
                new Member("where", deviation.where()),
                new Member("found", deviation.found()),
                new Member("standard", deviation.rule().says()),
                new Member("clause", deviation.clause()),
                new Member("consequence", deviation.rule().consequence())));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private interface Writer<T> {
        Json json(T value);
    }

    private static <T> Json items(List<T> values, Writer<T> writer) {
        List<Json> items = new ArrayList<>();
        values.forEach(value -> items.add(writer.json(value)));
        return new Items(items);
    }

    private static Json strings(List<String> values) {
        return items(values, Text::new);
    }

    private static Json texts(Map<String, String> values) {
        return new Members(values.entrySet().stream()
                .map(e -> new Member(e.getKey(), e.getValue()))
                .toList());
    }
}
