package org.millwright.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.millwright.document.Json;
import org.millwright.document.Json.Member;
import org.millwright.document.Json.Members;
import org.millwright.plant.Controller;
import org.millwright.plant.Line;
import org.millwright.release.Sha256;

/**
 * The hash that an approval is bound to: SHA-256 over a text of four lines, each with a line feed: {@code
 * millwright-plan/1}, and the SHA-256 of the plan's file, of the release's manifest (which names the hash of each
 * package) and of the line's description. The description is JSON with everything that plant.yaml says of the line
 * except where secrets are found, so that a change of a password's place voids no approval.
 */
final class PlanHash {
    private PlanHash() {}

    static Sha256 of(byte[] planFile, Sha256 manifest, Line line) {
        Sha256 description = Sha256.of(describe(line).written().getBytes(UTF_8));
        String text = "millwright-plan/1\n" + Sha256.of(planFile) + "\n" + manifest + "\n" + description + "\n";
        return Sha256.of(text.getBytes(UTF_8));
    }

    private static Json describe(Line line) {
        return new Members(List.of(
                new Member("id", line.id().value()),
                new Member("name", line.name()),
                new Member("contact", line.contact()),
                new Member("staging", line.staging().toString()),
                new Member(
                        "controllers",
                        new Json.Items(line.controllers().stream()
                                .map(PlanHash::describe)
                                .toList()))));
    }

    private static Json describe(Controller controller) {
        Map<String, String> tags = controller.tags().entrySet().stream()
                .collect(Collectors.toMap(e -> e.getKey().key(), Map.Entry::getValue));
        List<Member> members = new ArrayList<>(List.of(
                new Member("id", controller.id().value()),
                new Member("station", controller.station()),
                new Member("driver", controller.driver().name()),
                new Member("address", controller.address()),
                new Member("manufacturerUri", controller.expects().manufacturerUri()),
                new Member("productCode", controller.expects().productCode()),
                new Member("security", controller.access().security().name()),
                new Member(
                        "user", controller.access().login().map(l -> l.name()).orElse("")),
                new Member("tags", texts(tags)),
                new Member("retained", texts(controller.retained()))));
        controller.profile().ifPresent(profile -> members.add(new Member("profile", profile.toString())));
        return new Members(members);
    }

    private static Json texts(Map<String, String> values) {
        return Members.of(values.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> new Json.Text(e.getValue()))));
    }
}
