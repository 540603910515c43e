package org.millwright.mes;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.millwright.mes.model.LineNodes;
import org.millwright.mes.model.NodeFolder;
import org.millwright.mes.model.NodeValue;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;
import org.millwright.upgrade.Live;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.RunReport;
import org.millwright.upgrade.RunReport.Result;
import org.millwright.upgrade.StepId;
import org.millwright.upgrade.StepId.Leg;
import org.millwright.upgrade.StepKind;

/**
 * Live values of one line for SCADA screens, from its newest run, whoever asked for it. Nobody reads controllers for them:
 * each value's source time is that of the row that it was seen in.
 */
final class LiveTags {
    private final LineTags line;
    private final Map<ControllerId, ControllerTags> controllers = new HashMap<>();
    private final Clock clock;

    private record LineTags(
            NodeValue run,
            NodeValue plan,
            NodeValue phase,
            NodeValue progress,
            NodeValue downtime,
            NodeValue waitingFor,
            NodeValue worst) {}

    private record ControllerTags(NodeValue revision, NodeValue phase, NodeValue percent, NodeValue health) {}

    LiveTags(LineNodes nodes, Line line, Clock clock) {
        this.clock = clock;
        NodeFolder status = nodes.folder("Status");
        this.line = new LineTags(
                status.value("RunID", "String"),
                status.value("Plan", "String"),
                status.value("Phase", "String"),
                status.value("Progress", "Double"),
                status.value("DowntimeSeconds", "Double"),
                status.value("WaitingFor", "String"),
                status.value("WorstOutcome", "String"));
        for (Controller controller : line.controllers()) {
            NodeFolder folder = status.folder(controller.id().value());
            controllers.put(
                    controller.id(),
                    new ControllerTags(
                            folder.value("InstalledRevision", "String"),
                            folder.value("Phase", "String"),
                            folder.value("Percent", "Double"),
                            folder.value("Health", "String")));
        }
    }

    /** Shows the line's newest run at this moment. */
    void show(Run run, Live live) {
        RunReport report = new RunReport(run);
        Instant at = run.entries().getLast().at();
        line.run().set(run.id().value(), at);
        line.plan().set(run.plan().name(), at);
        line.phase().set(run.phase().name(), at);
        line.progress().set(report.progress(), at);
        boolean open = run.finished().isEmpty();
        line.downtime().set(run.downtime(clock.instant()).toMillis() / 1_000.0, open ? clock.instant() : at);
        line.waitingFor().set(open ? report.waitingFor().orElse("") : "", at);
        List<ControllerId> planned = run.plan().controllers();
        line.worst()
                .set(
                        planned.stream()
                                .flatMap(id -> report.controller(id).result().stream())
                                .max(Comparator.comparing(LiveTags::badness))
                                .map(Enum::name)
                                .orElse(""),
                        at);
        for (ControllerId id : planned) {
            ControllerTags tags = controllers.get(id);
            if (tags != null) {
                show(tags, report, id, live);
            }
        }
    }

    private static int badness(Result result) {
        return switch (result) {
            case UPGRADED -> 0;
            case UNTOUCHED -> 1;
            case ROLLED_BACK -> 2;
            case UNPROVEN -> 3;
        };
    }

    private static void show(ControllerTags tags, RunReport report, ControllerId id, Live live) {
        Run run = report.run();
        Instant at = run.entries().getLast().at();
        installed(report, id)
                .ifPresentOrElse(
                        revision -> tags.revision().set(revision, at),
                        () -> tags.revision().none(StatusCodes.Bad_NoDataAvailable));
        tags.phase()
                .set(
                        report.controller(id)
                                .result()
                                .map(Result::phase)
                                .orElseGet(run::phaseUnheld)
                                .name(),
                        at);
        report.begun(id).stream()
                .flatMap(step -> live.of(step).stream())
                .findFirst()
                .ifPresentOrElse(
                        sight -> tags.percent().set((double) sight.percent(), at),
                        () -> tags.percent().none(StatusCodes.Bad_StateNotActive));
        tags.health().set(health(report, id), at);
    }

    /** Empty while nobody can say: before the assessment, in the middle of an installation, and when it is not proven. */
    private static Optional<String> installed(RunReport report, ControllerId id) {
        RunReport.Controller controller = report.controller(id);
        if (controller.result().isPresent()) {
            return switch (controller.result().get()) {
                case UPGRADED -> Optional.of(controller.toRevision());
                case ROLLED_BACK, UNTOUCHED -> controller.fromRevision();
                case UNPROVEN -> Optional.empty();
            };
        }
        if (done(report, Leg.BACK, StepKind.PROVE_REVERTED, id)
                || !report.run().begun(StepKind.INSTALL).contains(id)) {
            return controller.fromRevision();
        }
        boolean verified = done(report, Leg.FORWARD, StepKind.VERIFY, id)
                && report.run().step(StepId.of(Leg.BACK, StepKind.REVERT, id)).isEmpty();
        return verified ? Optional.of(controller.toRevision()) : Optional.empty();
    }

    private static boolean done(RunReport report, Leg leg, StepKind kind, ControllerId id) {
        return report.run().evidence(StepId.of(leg, kind, id)).isPresent();
    }

    /** GOOD when the newest step that ended here is done, BAD when it is not, UNKNOWN before and while one goes on. */
    private static String health(RunReport report, ControllerId id) {
        if (report.controller(id).result().equals(Optional.of(Result.UNPROVEN))) {
            return "BAD";
        }
        return report.begun(id).stream()
                .findFirst()
                .flatMap(report.run()::step)
                .flatMap(Run.Attempts::ended)
                .map(outcome -> outcome instanceof Outcome.Done ? "GOOD" : "BAD")
                .orElse("UNKNOWN");
    }
}
