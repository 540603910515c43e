package org.millwright.mes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.millwright.plant.LineId;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.Job;
import org.millwright.upgrade.Orders;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.journal.Follower;
import org.millwright.upgrade.journal.Journal;

/**
 * Follows the journal, folds the job orders row by row, and lets clients see each change in the journal's order: first in
 * the lists, then as an event. What happened while no server ran is in the lists and has no event.
 */
final class JobBoard implements AutoCloseable {
    private final Journal journal;
    private final Orders orders;
    private final Map<LineId, LineView> views;
    private final Consumer<String> alarm;
    private Map<RunId, Job> jobs = new LinkedHashMap<>();
    private Optional<Follower> follower = Optional.empty();

    JobBoard(Journal journal, Orders orders, Map<LineId, LineView> views, Consumer<String> alarm) {
        this.journal = journal;
        this.orders = orders;
        this.views = Map.copyOf(views);
        this.alarm = alarm;
    }

    /** Shows what there is, and goes on to do so. */
    void start() {
        // Rows that come between these two questions are folded already and skipped later.
        long position = journal.lastPosition();
        views.keySet().forEach(line -> orders.jobs(line).forEach(job -> jobs.put(job.id(), job)));
        views.forEach((line, view) -> view.show(listed(jobs, line)));
        follower = Optional.of(Follower.start(journal, position, this::read, alarm));
    }

    private static List<Job> listed(Map<RunId, Job> jobs, LineId line) {
        return jobs.values().stream()
                .filter(job -> job.order().line().equals(line))
                .toList();
    }

    private void read(Entry row) {
        Optional<Job> before = Optional.ofNullable(jobs.get(row.run()));
        if (before.isEmpty() && !(row.event() instanceof Event.Stored)) {
            // A run that nobody ordered by a job order, or one whose order has left the list.
            return;
        }
        if (before.isPresent() && row.seq() <= before.get().rows().getLast().seq()) {
            return;
        }
        List<Entry> rows = new ArrayList<>(before.map(Job::rows).orElse(List.of()));
        rows.add(row);
        Job job = Job.find(rows).orElseThrow();
        LineView view = views.get(job.order().line());
        if (view == null) {
            return;
        }
        Map<RunId, Job> next = new LinkedHashMap<>(jobs);
        if (job.listed()) {
            next.put(job.id(), job);
        } else {
            next.remove(job.id());
        }
        view.show(listed(next, job.order().line()));
        if (job.listed() && before.map(Job::state).filter(job.state()::equals).isEmpty()) {
            view.tell(job);
        }
        // Last: a row that could not be shown is given again.
        jobs = next;
    }

    @Override
    public void close() {
        follower.ifPresent(Follower::close);
    }
}
