package org.millwright.mes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.jboss.logging.Logger;
import org.millwright.mes.model.JobEvent;
import org.millwright.mes.model.JobOrderAndStateDataType;
import org.millwright.mes.model.JobOrderDataType;
import org.millwright.mes.model.JobResponseDataType;
import org.millwright.mes.model.LineNodes;
import org.millwright.mes.model.LineVariable;
import org.millwright.mes.model.StateDataType;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.Job;
import org.millwright.upgrade.JobState.Top;
import org.millwright.upgrade.RunReport;

/** What clients see of one line's job orders: the lists, the flat tags and the events. */
final class LineView {
    private static final Logger LOG = Logger.getLogger(LineView.class);
    private static final int SEVERITY = 100;
    private static final int SEVERITY_WAITING = 500;
    private static final int SEVERITY_BAD = 800;

    private final LineNodes nodes;
    private final JobResponses responses;
    private final Function<byte[], JobOrderDataType> decoding;

    LineView(LineNodes nodes, JobResponses responses, Function<byte[], JobOrderDataType> decoding) {
        this.nodes = nodes;
        this.responses = responses;
        this.decoding = decoding;
    }

    /** Publishes the lists and the tags that follow from them. */
    void show(List<Job> jobs) {
        List<JobOrderAndStateDataType> orders = new ArrayList<>();
        List<JobResponseDataType> answers = new ArrayList<>();
        for (Job job : jobs) {
            orders.add(
                    new JobOrderAndStateDataType(order(job), responses.states().of(job.state())));
            if (JobResponses.has(job)) {
                answers.add(responses.of(job, seen(job)));
            }
        }
        nodes.value(LineVariable.JOB_ORDER_RESPONSE_LIST).set(answers);
        nodes.value(LineVariable.JOB_ORDER_LIST).set(orders);
        nodes.value(LineVariable.QUEUE_LENGTH)
                .set(UInteger.valueOf(
                        jobs.stream().filter(job -> !JobResponses.has(job)).count()));
        lastEnded(jobs).ifPresent(job -> {
            nodes.value(LineVariable.LAST_OUTCOME).set(JobResponses.outcome(job));
            nodes.value(LineVariable.LAST_DOWNTIME_SECONDS).set(JobResponses.downtime(job, seen(job)));
        });
        showActive(jobs);
    }

    private void showActive(List<Job> jobs) {
        Optional<Job> active = jobs.stream().filter(LineView::isActive).findFirst();
        nodes.value(LineVariable.ACTIVE_JOB_ORDER_ID)
                .set(active.map(job -> job.id().value()).orElse(""));
        nodes.value(LineVariable.ACTIVE_STATE)
                .set(active.map(job -> JobStates.name(job.state().top())).orElse(""));
        nodes.value(LineVariable.ACTIVE_SUB_STATE)
                .set(active.flatMap(job -> job.state().sub())
                        .map(JobStates::name)
                        .orElse(""));
        nodes.value(LineVariable.ACTIVE_PROGRESS)
                .set(active.flatMap(Job::run)
                        .map(run -> new RunReport(run).progress())
                        .orElse(0.0));
    }

    /** It has the line. */
    private static boolean isActive(Job job) {
        return job.run().filter(run -> run.finished().isEmpty()).isPresent();
    }

    private static Optional<Job> lastEnded(List<Job> jobs) {
        return jobs.stream()
                .filter(job -> job.run().flatMap(r -> r.finishedAt()).isPresent())
                .reduce((a, b) -> ended(a).isAfter(ended(b)) ? a : b);
    }

    private static Instant ended(Job job) {
        return job.run().flatMap(run -> run.finishedAt()).orElse(Instant.MIN);
    }

    /** Tells subscribers of a change, which the lists show already. */
    void tell(Job job) {
        List<StateDataType> state = responses.states().of(job.state());
        nodes.fire(new JobEvent(
                order(job),
                state,
                responses.of(job, seen(job)),
                new JobEvent.Flat(
                        job.id().value(),
                        job.state().top().number(),
                        job.state().sub().map(JobStates::name).orElse(""),
                        JobResponses.outcome(job)),
                seen(job),
                words(job),
                severity(job)));
    }

    private static String words(Job job) {
        String reason = JobResponses.reason(job);
        return job.id() + ": " + JobStates.name(job.state().top())
                + job.state().sub().map(sub -> " " + JobStates.name(sub)).orElse("")
                + (reason.isEmpty() ? "" : ", " + reason);
    }

    private static int severity(Job job) {
        boolean bad = job.run()
                .flatMap(run -> run.finished())
                .filter(f -> f.ending() == Event.Ending.NEEDS_ATTENTION)
                .isPresent();
        return bad ? SEVERITY_BAD : job.state().top() == Top.INTERRUPTED ? SEVERITY_WAITING : SEVERITY;
    }

    /** The newest row's time: list and event of the same row tell the same. */
    private static Instant seen(Job job) {
        return job.rows().getLast().at();
    }

    /** As the MES sent it; with the id alone when this Millwright cannot read what another one has stored. */
    private JobOrderDataType order(Job job) {
        try {
            return decoding.apply(Base64.getDecoder().decode(job.order().document()));
        } catch (UaSerializationException | IllegalArgumentException e) {
            LOG.debugf(e, "the order of %s cannot be read", job.id());
            return new JobOrderDataType(job.id().value(), null, null, null, null, null, null, null, null, null, null);
        }
    }
}
