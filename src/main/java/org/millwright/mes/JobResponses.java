package org.millwright.mes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.millwright.mes.model.JobResponseDataType;
import org.millwright.mes.model.ParameterDataType;
import org.millwright.plant.ControllerId;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.Job;
import org.millwright.upgrade.JobState.Top;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.RunReport;

/**
 * What became of a job order, as OPC 10031-4 6.3.9 carries it. JobResult is that of OPC 40001-3; the other parameters are
 * our own.
 */
record JobResponses(JobStates states) {
    private static final int UNKNOWN = 0;
    private static final int SUCCESSFUL = 1;
    private static final int UNSUCCESSFUL = 2;

    /** Whether there is a response: from the first moment on at which the order is more than a wish. */
    static boolean has(Job job) {
        return job.state().top() != Top.NOT_ALLOWED_TO_START && job.state().top() != Top.ALLOWED_TO_START;
    }

    /**
     * The response at this moment.
     *
     * @param now counts the downtime of a line that stands
     */
    JobResponseDataType of(Job job, Instant now) {
        Optional<Run> run = job.run();
        return new JobResponseDataType(
                job.id() + "/r1",
                null,
                job.id().value(),
                run.map(RunReport::new)
                        .flatMap(RunReport::drainBegunAt)
                        .map(JobResponses::time)
                        .orElse(null),
                run.flatMap(Run::finishedAt).map(JobResponses::time).orElse(null),
                states.of(job.state()),
                data(job, now),
                null,
                null,
                null,
                null);
    }

    private static List<ParameterDataType> data(Job job, Instant now) {
        Optional<Run> run = job.run();
        List<ParameterDataType> data = new ArrayList<>();
        data.add(parameter("JobResult", Variant.ofInt32(result(job))));
        data.add(parameter("Outcome", Variant.ofString(outcome(job))));
        data.add(parameter(
                "Phase", Variant.ofString(run.map(r -> r.phase().name()).orElse(""))));
        data.add(parameter(
                "Progress",
                Variant.ofDouble(run.map(r -> new RunReport(r).progress()).orElse(0.0))));
        data.add(parameter("ReasonForStateChange", Variant.ofString(reason(job))));
        data.add(new ParameterDataType(
                "DowntimeSeconds", Variant.ofDouble(downtime(job, now)), null, OrderParameter.SECONDS, null));
        data.add(parameter("PlanHash", Variant.ofString(job.order().planHash().hex())));
        run.ifPresent(r -> r.plan().controllers().forEach(c -> data.add(controller(new RunReport(r), c))));
        return data;
    }

    private static ParameterDataType controller(RunReport report, ControllerId id) {
        RunReport.Controller controller = report.controller(id);
        return new ParameterDataType(
                "Controller/" + id,
                Variant.ofString(controller.result().map(Enum::name).orElse("")),
                null,
                null,
                List.of(
                        parameter("FromVersion", text(controller.fromRevision())),
                        parameter("ToVersion", Variant.ofString(controller.toRevision())),
                        parameter("SnapshotId", text(report.snapshot())),
                        parameter("Reason", text(controller.reason()))));
    }

    static int result(Job job) {
        return switch (outcome(job)) {
            case "" -> UNKNOWN;
            case "COMPLETED" -> SUCCESSFUL;
            default -> UNSUCCESSFUL;
        };
    }

    /** How it ended; empty while it has not. An order that was aborted before it had a run is ABORTED, untouched. */
    static String outcome(Job job) {
        return job.run()
                .map(run -> run.finished()
                        .map(Event.Finished::ending)
                        .map(Enum::name)
                        .orElse(""))
                .orElse(job.state().top() == Top.ABORTED ? "ABORTED" : "");
    }

    /** Why it ended, turned back or waits; empty when there is nothing to tell. */
    static String reason(Job job) {
        return job.run()
                .flatMap(run -> new RunReport(run).reason())
                .or(() -> job.waitingFor().map("waits for "::concat))
                .orElse("");
    }

    static double downtime(Job job, Instant now) {
        return job.run().map(run -> run.downtime(now).toMillis() / 1_000.0).orElse(0.0);
    }

    private static Variant text(Optional<String> text) {
        return Variant.ofString(text.orElse(""));
    }

    private static ParameterDataType parameter(String id, Variant value) {
        return new ParameterDataType(id, value, null, null, null);
    }

    private static DateTime time(Instant at) {
        return new DateTime(at);
    }
}
