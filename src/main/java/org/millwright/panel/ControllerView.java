package org.millwright.panel;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.millwright.panel.RunView.Result;
import org.millwright.plant.ControllerId;
import org.millwright.upgrade.Live;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.StepId;
import org.millwright.upgrade.StepId.Leg;
import org.millwright.upgrade.StepKind;

/**
 * One controller of a run.
 *
 * @param wave from 1
 * @param phase the run's own, held or not; when the run is over, how it ended for this controller
 * @param percent of the step that is going on here, as the controller or the transfer tells it; null when none is, or
 *     it does not tell: nothing is guessed
 * @param fromRevision null before the assessment
 * @param snapshotId hash of the sealed set that holds this controller; null before
 * @param outcome null while the run goes on
 * @param reason why its newest step is not done; null when there is nothing to tell
 */
@Schema(name = "ControllerOfRun")
public record ControllerView(
        String id,
        int wave,
        Phase phase,
        @Nullable Integer percent,
        @Nullable String fromRevision,
        String toRevision,
        @Nullable String snapshotId,
        @Nullable Result outcome,
        @Nullable String reason) {

    static ControllerView of(Run run, Live live, ControllerId id, int wave) {
        Optional<Result> result = Result.of(run, id);
        List<StepId> own = run.steps().keySet().stream()
                .filter(s -> s.controller().filter(id::equals).isPresent())
                .toList()
                .reversed();
        return new ControllerView(
                id.value(),
                wave,
                result.map(Result::phase).orElseGet(run::phaseUnheld),
                own.stream()
                        .flatMap(s -> live.of(s).stream())
                        .map(Live.Sight::percent)
                        .findFirst()
                        .orElse(null),
                evidence(run, StepId.of(Leg.FORWARD, StepKind.ASSESS, id), "revision"),
                Objects.requireNonNull(run.plan().packages().get(id))
                        .software()
                        .revision()
                        .value(),
                snapshotId(run),
                result.orElse(null),
                result.filter(Result.UPGRADED::equals).isPresent() ? null : failure(run, own));
    }

    /** Name of the run's sealed snapshot set; null before. */
    static @Nullable String snapshotId(Run run) {
        return evidence(run, StepId.ofLine(Leg.FORWARD, StepKind.SEAL_SNAPSHOT), "snapshot");
    }

    private static @Nullable String evidence(Run run, StepId step, String key) {
        return run.evidence(step).map((Map<String, String> e) -> e.get(key)).orElse(null);
    }

    private static @Nullable String failure(Run run, List<StepId> newestFirst) {
        return newestFirst.stream()
                .flatMap(s -> run.step(s).flatMap(Run.Attempts::failure).map(why -> s + ": " + why).stream())
                .findFirst()
                .orElse(null);
    }
}
