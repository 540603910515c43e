package org.millwright.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.millwright.upgrade.journal.BenchedJournal;

/**
 * What it costs that an acknowledged row is on the disk: appends a second with and without that, in turns on the same
 * disk, and the ratio. Then what opening costs: every row's hash is computed again.
 */
public final class JournalBench {
    private static final int WARM_UP = 500;
    private static final int TURNS = 15;
    private static final int APPENDS = 200;

    private JournalBench() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("journal-bench");
        try {
            measure(folder.resolve("synced"), folder.resolve("unsynced"));
        } finally {
            delete(folder);
        }
    }

    private static void measure(Path syncedFolder, Path unsyncedFolder) throws Exception {
        measureAppends(syncedFolder, unsyncedFolder);
        long start = System.nanoTime();
        try (BenchedJournal again = BenchedJournal.again(syncedFolder)) {
            System.out.printf(
                    "opening with %d rows, all checked: %.2f s%n", again.read(), (System.nanoTime() - start) / 1e9);
        }
    }

    private static void measureAppends(Path syncedFolder, Path unsyncedFolder) throws Exception {
        List<Double> withSync = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        try (BenchedJournal synced = BenchedJournal.synced(syncedFolder);
                BenchedJournal unsynced = BenchedJournal.unsynced(unsyncedFolder)) {
            perSecond(synced, WARM_UP);
            perSecond(unsynced, WARM_UP);
            for (int turn = 0; turn < TURNS; turn++) {
                withSync.add(perSecond(synced, APPENDS));
                without.add(perSecond(unsynced, APPENDS));
            }
            System.out.printf("reads of the run, %d rows known: %.0f/s%n", synced.read(), readsPerSecond(synced));
            System.out.printf(
                    "file after %d rows: %.1f MiB%n",
                    synced.read(), Files.size(syncedFolder.resolve("journal.mv.db")) / 1048576.0);
        }
        print("appends with sync   ", withSync);
        print("appends without sync", without);
        System.out.printf("ratio of the medians: %.2f%n", median(withSync) / median(without));
    }

    private static double perSecond(BenchedJournal journal, int appends) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < appends; i++) {
            journal.append();
        }
        return appends * 1e9 / (System.nanoTime() - start);
    }

    private static double readsPerSecond(BenchedJournal journal) {
        int reads = 2_000;
        long start = System.nanoTime();
        for (int i = 0; i < reads; i++) {
            journal.read();
        }
        return reads * 1e9 / (System.nanoTime() - start);
    }

    private static void print(String what, List<Double> perSecond) {
        System.out.printf(
                "%s: median %.0f/s (%.0f to %.0f), %d turns of %d%n",
                what,
                median(perSecond),
                perSecond.stream().min(Comparator.naturalOrder()).orElseThrow(),
                perSecond.stream().max(Comparator.naturalOrder()).orElseThrow(),
                perSecond.size(),
                APPENDS);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
