package org.millwright.panel;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.millwright.plant.ControllerId;
import org.millwright.upgrade.Live;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.RunReport;
import org.millwright.upgrade.RunReport.Result;

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
        RunReport report = new RunReport(run);
        RunReport.Controller controller = report.controller(id);
        return new ControllerView(
                id.value(),
                wave,
                controller.result().map(Result::phase).orElseGet(run::phaseUnheld),
                report.begun(id).stream()
                        .flatMap(s -> live.of(s).stream())
                        .map(Live.Sight::percent)
                        .findFirst()
                        .orElse(null),
                controller.fromRevision().orElse(null),
                controller.toRevision(),
                report.snapshot().orElse(null),
                controller.result().orElse(null),
                controller.reason().orElse(null));
    }
}
