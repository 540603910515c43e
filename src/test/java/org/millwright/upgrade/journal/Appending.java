package org.millwright.upgrade.journal;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.millwright.plant.LineId;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.journal.Journal.Lease;

/**
 * A process that adds rows to several runs as fast as it can, until it is killed or the journal breaks, and prints an
 * acknowledgement for each row that it was given back.
 */
final class Appending {
    static final int LINES = 3;

    private final Journal journal;
    private final String round;
    private final PrintStream out;

    private Appending(Journal journal, String round, PrintStream out) {
        this.journal = journal;
        this.round = round;
        this.out = out;
    }

    /**
     * Begins.
     *
     * @param args folder of the journal, a word that tells this process from others
     */
    public static void main(String[] args) throws Exception {
        JdbcJournal journal = new JournalFile(
                        Path.of(args[0]), Clock.systemUTC(), alarm -> System.out.println("alarm " + alarm))
                .open();
        Appending appending = new Appending(journal, args[1], System.out);
        List<Thread> threads = IntStream.range(0, LINES)
                .mapToObj(line -> Thread.ofPlatform().start(() -> appending.line(line)))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    static RunId run(int line) {
        return new RunId("run-" + line);
    }

    private void line(int number) {
        try {
            LineId line = new LineId("line-" + number);
            RunId run = run(number);
            if (journal.read(run).isEmpty()) {
                acknowledge(journal.open(run, line, new RandomEvents(new SplittableRandom(number)).requested()));
            }
            Lease lease = journal.claim(line, round, Duration.ofHours(1)).orElseThrow();
            for (int i = 0; ; i++) {
                Event event = new Event.Held(round, String.valueOf(i), "x".repeat(i % 500), Optional.empty());
                acknowledge(i % 5 == 0 ? journal.submit(run, event) : journal.append(lease, run, event));
            }
        } catch (Exception e) {
            out.println("broken " + e.getClass().getSimpleName() + ' ' + e.getMessage());
        }
    }

    private void acknowledge(Entry entry) {
        out.println(new Acknowledgement(entry));
    }

    /** One row that the journal gave back, as one line of text. */
    record Acknowledgement(String text) {
        private static final String START = "row ";
        private static final String END = " end";

        Acknowledgement(Entry entry) {
            this(START
                    + entry.run()
                    + ' '
                    + entry.seq()
                    + ' '
                    + entry.position()
                    + ' '
                    + entry.at()
                    + ' '
                    + EventJson.write(entry.event())
                    + END);
        }

        /** Whether a line of text is a whole one: the process may have died while it printed. */
        static boolean isWhole(String line) {
            return line.startsWith(START) && line.endsWith(END);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
