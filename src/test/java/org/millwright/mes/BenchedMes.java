package org.millwright.mes;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.millwright.plant.LineId;
import org.millwright.service.TestPlantFolder;
import org.millwright.trust.TrustList;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.Job;
import org.millwright.upgrade.JobChains.Standing;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.journal.BenchedJournal;
import org.millwright.upgrade.journal.JdbcJournal;
import org.millwright.upgrade.journal.JournalFile;

/**
 * The whole endpoint for the benchmark, its journal on the disk, with a bare method beside ours. On the last line something
 * stands in for the runner: the oldest job order gets the next row of a run every half second.
 */
@SuppressWarnings("try") // what it closes throws anything
public final class BenchedMes implements AutoCloseable {
    public static final LineId RUNNING = new LineId(TestPlantFolder.LINES.getLast());
    public static final String PASSWORD = MesUnderTest.PASSWORD;
    public static final String BARE_URI = BareAppend.URI;
    public static final String BARE_METHOD = BareAppend.METHOD;

    private static final int ROWS_AT_ONCE = 500;
    private static final long ROW_MILLIS = 500;

    private final JdbcJournal journal;
    private final MesHouse house;
    private final ScheduledExecutorService runner = Executors.newSingleThreadScheduledExecutor();
    private final List<Event> ahead = new ArrayList<>();
    private Optional<RunId> run = Optional.empty();

    private BenchedMes(JdbcJournal journal, MesHouse house) {
        this.journal = journal;
        this.house = house;
    }

    /** Trusts the client with that certificate. */
    public static BenchedMes start(Path folder, Path client) throws Exception {
        JdbcJournal journal = new JournalFile(folder.resolve("journal"), Clock.systemUTC(), System.err::println).open();
        BenchedJournal bare = BenchedJournal.synced(folder.resolve("bare"));
        MesHouse house = new MesHouse(folder, Clock.systemUTC(), journal, Map.of(), new BareAppend(bare));
        new TrustList(folder.resolve("pki/clients")).add(client);
        BenchedMes mes = new BenchedMes(journal, house);
        var _ = mes.runner.scheduleAtFixedRate(mes::step, ROW_MILLIS, ROW_MILLIS, TimeUnit.MILLISECONDS);
        return mes;
    }

    public String address() {
        return house.mes.server.address();
    }

    private void step() {
        try {
            if (ahead.isEmpty()) {
                run = house.orders.jobs(RUNNING).stream()
                        .filter(job -> job.run().isEmpty())
                        .map(Job::id)
                        .findFirst();
                run.ifPresent(_ -> ahead.addAll(Standing.ENDED.events(house.plan(RUNNING))));
            }
            if (run.isPresent() && !ahead.isEmpty()) {
                write(run.get(), ahead.removeFirst());
            }
        } catch (Exception e) {
            throw new IllegalStateException("the stand-in for the runner has stopped", e);
        }
    }

    private void write(RunId id, Event event) throws Exception {
        if (event instanceof Event.Requested request) {
            var _ = journal.open(id, RUNNING, request, journal.read(id).size());
        } else {
            var _ = journal.submit(id, event);
        }
    }

    /**
     * Which events every client has to have got, in order, by the journal alone: job order, number of
     * the state, sub-state.
     */
    public List<String> changes() {
        List<String> changes = new ArrayList<>();
        Map<RunId, List<Entry>> chains = new HashMap<>();
        Map<RunId, String> shown = new HashMap<>();
        long position = 0;
        for (List<Entry> rows = journal.readAfter(0, ROWS_AT_ONCE);
                !rows.isEmpty();
                rows = journal.readAfter(position, ROWS_AT_ONCE)) {
            for (Entry row : rows) {
                position = row.position();
                List<Entry> chain = chains.computeIfAbsent(row.run(), _ -> new ArrayList<>());
                chain.add(row);
                Job job = Job.find(chain).orElseThrow();
                String now = job.listed() ? told(job) : "";
                if (!now.equals(shown.put(row.run(), now)) && job.listed()) {
                    changes.add(now);
                }
            }
        }
        return changes;
    }

    private static String told(Job job) {
        return "%s %d %s"
                .formatted(
                        job.id(),
                        job.state().top().number(),
                        job.state().sub().map(JobStates::name).orElse(""));
    }

    /** No further row of a run is written. */
    public void endRuns() throws InterruptedException {
        runner.shutdown();
        if (!runner.awaitTermination(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the stand-in for the runner does not end");
        }
    }

    @Override
    public void close() throws Exception {
        endRuns();
        house.close();
        journal.close();
    }
}
