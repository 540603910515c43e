package org.millwright.mes;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.millwright.document.Json;
import org.millwright.document.Json.Member;
import org.millwright.document.Json.Members;
import org.millwright.mes.ReturnStatus.Reply;
import org.millwright.mes.model.JobResponseDataType;
import org.millwright.mes.model.StateDataType;
import org.millwright.plant.LineId;
import org.millwright.upgrade.Job;
import org.millwright.upgrade.Orders;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.RunReport;

/** What became of one line's job orders, from the journal at the moment of the question. */
final class JobResults {
    private final Orders orders;
    private final LineId line;
    private final JobResponses responses;
    private final Clock clock;

    JobResults(Orders orders, LineId line, JobResponses responses, Clock clock) {
        this.orders = orders;
        this.line = line;
        this.responses = responses;
        this.clock = clock;
    }

    /** A response, or why there is none. */
    record Found(Reply reply, Optional<JobResponseDataType> response) {}

    /** The same in scalars. */
    record Flat(
            Reply reply,
            String state,
            int number,
            String subState,
            double progress,
            String outcome,
            double downtimeSeconds,
            String json) {
        private static Flat none(Reply reply) {
            return new Flat(reply, "", 0, "", 0, "", 0, "");
        }
    }

    Found byId(String id) {
        Optional<Job> job = listed(id);
        if (job.isEmpty()) {
            return new Found(unknown(), Optional.empty());
        }
        if (!JobResponses.has(job.get())) {
            return new Found(
                    Reply.not(id + " has not been begun", ReturnStatus.INVALID_JOB_ORDER_STATUS), Optional.empty());
        }
        return new Found(Reply.DONE, Optional.of(responses.of(job.get(), clock.instant())));
    }

    List<JobResponseDataType> byState(List<StateDataType> asked) {
        return orders.jobs(line).stream()
                .filter(JobResponses::has)
                .filter(job -> responses.states().matches(job.state(), asked))
                .map(job -> responses.of(job, clock.instant()))
                .toList();
    }

    Flat flat(String id) {
        return listed(id).map(this::flat).orElseGet(() -> Flat.none(unknown()));
    }

    private Flat flat(Job job) {
        return new Flat(
                Reply.DONE,
                JobStates.name(job.state().top()),
                job.state().top().number(),
                job.state().sub().map(JobStates::name).orElse(""),
                job.run().map(run -> new RunReport(run).progress()).orElse(0.0),
                JobResponses.outcome(job),
                JobResponses.downtime(job, clock.instant()),
                json(job));
    }

    private static String json(Job job) {
        List<Member> members = new ArrayList<>(List.of(
                new Member("jobOrderId", job.id().value()),
                new Member("plan", job.order().plan()),
                new Member("planHash", job.order().planHash().hex()),
                new Member("phase", job.run().map(run -> run.phase().name()).orElse("")),
                new Member("outcome", JobResponses.outcome(job)),
                new Member("reason", JobResponses.reason(job))));
        job.run().ifPresent(run -> members.add(new Member("controllers", controllers(run))));
        return new Members(members).written();
    }

    private static Json controllers(Run run) {
        RunReport report = new RunReport(run);
        return new Json.Items(run.plan().controllers().stream()
                .map(id -> {
                    RunReport.Controller controller = report.controller(id);
                    return (Json) new Members(List.of(
                            new Member("id", id.value()),
                            new Member("fromVersion", controller.fromRevision().orElse("")),
                            new Member("toVersion", controller.toRevision()),
                            new Member(
                                    "result",
                                    controller.result().map(Enum::name).orElse("")),
                            new Member("reason", controller.reason().orElse(""))));
                })
                .toList());
    }

    private Optional<Job> listed(String id) {
        try {
            return orders.job(new RunId(id))
                    .filter(job -> job.listed() && job.order().line().equals(line));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Reply unknown() {
        return Reply.not("there is no such job order", ReturnStatus.UNKNOWN_JOB_ORDER_ID);
    }
}
