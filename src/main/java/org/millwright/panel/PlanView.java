package org.millwright.panel;

import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.millwright.document.Problem;
import org.millwright.plan.Plan;
import org.millwright.plant.ControllerId;
import org.millwright.release.SoftwarePackage;

/**
 * A plan file.
 *
 * @param line null, like all the rest, when the file cannot be used
 * @param problems one line for each mistake; empty when the file can be used
 */
@Schema(name = "Plan")
public record PlanView(
        String name,
        @Nullable String line,
        @Nullable String release,
        @Nullable String planHash,
        List<Target> controllers,
        List<String> problems) {

    /**
     * What a controller gets.
     *
     * @param wave from 1
     * @param bytes size of its package
     */
    public record Target(String id, int wave, String productCode, String toRevision, long bytes) {}

    static PlanView of(Plan plan) {
        return new PlanView(
                plan.name(),
                plan.line().value(),
                plan.release(),
                plan.hash().hex(),
                plan.controllers().stream().map(c -> target(plan, c)).toList(),
                List.of());
    }

    static PlanView broken(String name, List<Problem> problems) {
        List<String> texts = problems.stream().map(Problem::toString).toList();
        return new PlanView(name, null, null, null, List.of(), texts);
    }

    private static Target target(Plan plan, ControllerId id) {
        SoftwarePackage target = Objects.requireNonNull(plan.packages().get(id));
        int wave = 1;
        while (!plan.waves().get(wave - 1).contains(id)) {
            wave++;
        }
        return new Target(
                id.value(),
                wave,
                target.software().productCode(),
                target.software().revision().value(),
                target.bytes());
    }
}
