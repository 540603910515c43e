package org.millwright.upgrade;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.millwright.plan.Plan;
import org.millwright.plant.ControllerId;
import org.millwright.upgrade.StepId.Leg;

/**
 * The order of a run's steps. Stages follow one another; the lanes of a stage go side by side; the steps of a lane
 * follow one another. A stage's beginning is a safe point: nothing is in the middle of anything.
 */
final class Itinerary {
    private Itinerary() {}

    /** Steps of one subject, one after another. */
    record Lane(List<StepId> steps) {}

    /** Lanes side by side. */
    record Stage(Phase phase, List<Lane> lanes) {}

    /** The way to the new software. */
    static List<Stage> forward(Plan plan) {
        List<ControllerId> all = plan.controllers();
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage(Phase.PLANNED, each(Leg.FORWARD, all, StepKind.ASSESS)));
        stages.add(new Stage(Phase.STAGING, each(Leg.FORWARD, all, StepKind.STAGE)));
        stages.add(new Stage(Phase.STAGING, List.of(line(Leg.FORWARD, StepKind.BASELINE))));
        stages.add(
                new Stage(Phase.DRAINING, List.of(line(Leg.FORWARD, StepKind.STOP_INFEED, StepKind.PROVE_STANDSTILL))));
        stages.add(new Stage(Phase.SNAPSHOTTING, each(Leg.FORWARD, all, StepKind.SNAPSHOT)));
        stages.add(new Stage(Phase.SNAPSHOTTING, List.of(line(Leg.FORWARD, StepKind.SEAL_SNAPSHOT))));
        stages.add(new Stage(Phase.FLASHING, each(Leg.FORWARD, all, StepKind.PREPARE)));
        for (List<ControllerId> wave : plan.waves()) {
            stages.add(new Stage(
                    Phase.FLASHING,
                    each(
                            Leg.FORWARD,
                            wave,
                            StepKind.INSTALL,
                            StepKind.CONFIRM,
                            StepKind.VERIFY,
                            StepKind.RESTORE_DATA,
                            StepKind.CHECK_DATA)));
        }
        stages.add(new Stage(Phase.FLASHING, each(Leg.FORWARD, all, StepKind.RESUME)));
        stages.add(new Stage(Phase.VALIDATING, List.of(line(Leg.FORWARD, StepKind.VALIDATE))));
        stages.add(new Stage(Phase.RELEASING, List.of(line(Leg.FORWARD, StepKind.RELEASE_LINE))));
        return List.copyOf(stages);
    }

    /**
     * The way back from what was begun: every step that was intended is undone, waves in reverse order.
     *
     * @param begun kinds of line steps that were intended on the way there
     * @param prepared controllers whose PREPARE was intended
     * @param flashed controllers whose INSTALL was intended
     */
    static List<Stage> back(Plan plan, Set<StepKind> begun, Set<ControllerId> prepared, Set<ControllerId> flashed) {
        List<Stage> stages = new ArrayList<>();
        if (begun.contains(StepKind.VALIDATE)) {
            stages.add(back(List.of(line(Leg.BACK, kinds(StepKind.VALIDATE)))));
        }
        for (List<ControllerId> wave : plan.waves().reversed()) {
            List<ControllerId> touched = wave.stream().filter(flashed::contains).toList();
            if (!touched.isEmpty()) {
                stages.add(back(each(Leg.BACK, touched, kinds(StepKind.INSTALL))));
            }
        }
        List<ControllerId> toResume =
                plan.controllers().stream().filter(prepared::contains).toList();
        if (!toResume.isEmpty()) {
            stages.add(back(each(Leg.BACK, toResume, kinds(StepKind.PREPARE))));
        }
        if (!flashed.isEmpty()) {
            stages.add(back(List.of(line(Leg.BACK, StepKind.VALIDATE))));
        }
        if (begun.contains(StepKind.STOP_INFEED)) {
            stages.add(back(List.of(line(Leg.BACK, kinds(StepKind.STOP_INFEED)))));
        }
        return List.copyOf(stages);
    }

    private static StepKind[] kinds(StepKind undone) {
        return undone.undo().toArray(StepKind[]::new);
    }

    private static Stage back(List<Lane> lanes) {
        return new Stage(Phase.ROLLING_BACK, lanes);
    }

    private static List<Lane> each(Leg leg, List<ControllerId> controllers, StepKind... kinds) {
        return controllers.stream()
                .map(c -> new Lane(
                        List.of(kinds).stream().map(k -> StepId.of(leg, k, c)).toList()))
                .toList();
    }

    private static Lane line(Leg leg, StepKind... kinds) {
        return new Lane(List.of(kinds).stream().map(k -> StepId.ofLine(leg, k)).toList());
    }
}
