package org.millwright.upgrade.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.journal.Appending.Acknowledgement;

/** Real processes that die: no row that was given back is lost, and the next process can go on. */
class JournalDurabilityTest {
    private static final int KILLS = 12;

    private static final Event ADDED = new Event.TurnedBack("checked");

    private final Set<String> acknowledged = new HashSet<>();
    private final List<String> alarms = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void killedProcessesLoseNoRowAndLeaveAWritableJournal() throws Exception {
        SplittableRandom random = new SplittableRandom(20301);
        int lost = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = ChildJvm.start(Appending.class, folder.toString(), "kill-" + kill);
            readAndKill(process, random.nextInt(1, 120));
            lost = lostAfterOpening();
        }
        System.out.printf(
                "journal: %d kills, %d acknowledged rows, %d lost, %d alarms%n",
                KILLS, acknowledged.size(), lost, alarms.size());
        assertThat(lost).isZero();
        assertThat(acknowledged).hasSizeGreaterThan(KILLS);
    }

    /** What stands in the pipe when the process dies was acknowledged too. */
    private void readAndKill(Process process, int rows) throws IOException, InterruptedException {
        try (BufferedReader out = process.inputReader()) {
            int read = 0;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (Acknowledgement.isWhole(line)) {
                    acknowledged.add(line);
                    read++;
                } else if (line.startsWith("alarm")) {
                    alarms.add(line);
                } else {
                    assertThat(line).as("printed after %d rows", read).doesNotStartWith("broken");
                }
                if (read == rows) {
                    // SIGKILL by its handle: Process.destroyForcibly would close the pipe with what is still in it.
                    process.toHandle().destroyForcibly();
                }
            }
            assertThat(read).as("rows before the process ended by itself").isGreaterThanOrEqualTo(rows);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Opening checks every hash; each run takes another row. */
    private int lostAfterOpening() {
        try (JdbcJournal journal = new JournalFile(folder, Clock.systemUTC(), alarms::add).open()) {
            Set<String> rows = IntStream.range(0, Appending.LINES)
                    .boxed()
                    .flatMap(line -> journal.read(Appending.run(line)).stream())
                    .map(entry -> new Acknowledgement(entry).text())
                    .collect(Collectors.toSet());
            List<Entry> before = journal.readAfter(0, Integer.MAX_VALUE);
            assertThat(before).hasSize(rows.size());
            for (RunId run : journal.openRuns()) {
                assertThat(journal.submit(run, ADDED).position())
                        .isGreaterThan(before.getLast().position());
            }
            return (int) acknowledged.stream().filter(a -> !rows.contains(a)).count();
        }
    }

    @Test
    void aFullDiskLosesNoRowAndLeavesAWritableJournal() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell that can limit the size of files");
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f 2048 && exec \"$@\"", "sh"));
        command.addAll(ChildJvm.command(Appending.class, folder.toString(), "full"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = process.inputReader().lines().toList();
        process.waitFor();
        lines.stream().filter(Acknowledgement::isWhole).forEach(acknowledged::add);

        assertThat(lines)
                .filteredOn(l -> l.startsWith("broken"))
                .hasSize(Appending.LINES)
                .allMatch(l -> l.startsWith("broken JournalBrokenException the journal cannot be used"));
        assertThat(acknowledged).hasSizeGreaterThan(Appending.LINES);
        assertThat(lostAfterOpening()).isZero();
        System.out.printf("journal: disk full after %d acknowledged rows, none lost%n", acknowledged.size());
    }
}
