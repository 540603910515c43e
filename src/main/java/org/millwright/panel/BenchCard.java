package org.millwright.panel;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;
import org.millwright.upgrade.Live;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.StepId;
import org.millwright.upgrade.StepId.Leg;
import org.millwright.upgrade.StepKind;

/**
 * What a person needs at a controller that could not be proven.
 *
 * @param lastGoodHash SHA-256 of the program in the snapshot; the file of that name lies in the content store
 * @param parametersHash SHA-256 of the parameters in the snapshot; null when the controller has none
 * @param problem what Millwright saw last
 * @param nextStep the next thing to do by hand
 * @param contact whom to call
 */
public record BenchCard(
        String controller,
        @Nullable String station,
        @Nullable String address,
        @Nullable String serialNumber,
        @Nullable String lastGoodRevision,
        @Nullable String lastGoodHash,
        @Nullable String parametersHash,
        String problem,
        String nextStep,
        @Nullable String contact) {

    static BenchCard of(Run run, ControllerId id, Optional<Line> line) {
        Map<String, String> snapshot =
                run.evidence(StepId.of(Leg.FORWARD, StepKind.SNAPSHOT, id)).orElseGet(Map::of);
        Optional<Controller> described = line.flatMap(
                l -> l.controllers().stream().filter(c -> c.id().equals(id)).findFirst());
        String problem = ControllerView.of(run, new Live(), id, 1).reason();
        return new BenchCard(
                id.value(),
                described.map(Controller::station).orElse(null),
                described.map(Controller::address).orElse(null),
                snapshot.get("serialNumber"),
                snapshot.get("revision"),
                snapshot.get("program"),
                snapshot.get("parameters"),
                problem == null ? run.phase() + " before it was proven" : problem,
                nextStep(run, id),
                line.map(Line::contact).orElse(null));
    }

    /** The first proof of the way back that is missing says what is left to do. */
    private static String nextStep(Run run, ControllerId id) {
        boolean flashed = run.begun(StepKind.INSTALL).contains(id);
        if (run.turnedBack().isEmpty()) {
            return "Kept as it is on request: decide at the controller which software stays, compare the installed "
                    + "program's hash with the plan's or the snapshot's, then release the line by hand.";
        }
        if (flashed && !doneBack(run, StepKind.REVERT, id)) {
            return "Check power and network at the station. When the controller answers, load the last good program "
                    + "with its maker's tool unless it runs it already, and compare the hash.";
        }
        if (flashed && !doneBack(run, StepKind.PROVE_REVERTED, id)) {
            return "Read the installed program back with its maker's tool and compare its hash with the last good one; "
                    + "load the last good program when they differ.";
        }
        if (flashed && !doneBack(run, StepKind.CHECK_DATA, id)) {
            return "The program is proven. Restore parameters, recipe and retained data from the snapshot by hand.";
        }
        return "The software is proven. Bring the controller out of its update state at its own panel.";
    }

    private static boolean doneBack(Run run, StepKind kind, ControllerId controller) {
        return run.evidence(StepId.of(Leg.BACK, kind, controller)).isPresent();
    }
}
