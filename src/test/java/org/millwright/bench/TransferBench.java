package org.millwright.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.millwright.bench.Figures.Column;

/**
 * How fast a package goes to a controller and back, measured against the bare library on the same servers in the same
 * run. Each transfer's content is proved by SHA-256; wrong content ends the run. Sequence of a round: every method once,
 * beginning with another one each time.
 */
public final class TransferBench {
    private static final double SINGLE_GOAL = 0.9;
    private static final double SMALL_GOAL = 8;
    private static final double MANY_GOAL = 0.8;
    private static final double MB = 1e6;

    /** Bytes; two requests of blocks, and what the library makes of them. */
    private static final long FEW_BLOCKS = 16 * 1024 * 1024;

    private TransferBench() {}

    public static void main(String[] args) throws Exception {
        Optional<TransferOptions> options = TransferOptions.parse(args);
        if (options.isEmpty()) {
            System.err.print(TransferOptions.USAGE);
            System.exit(2);
            return;
        }
        System.out.print(report(options.get()));
        System.exit(0);
    }

    /** Measures and tells all; progress goes to the error output. */
    static String report(TransferOptions options) throws Exception {
        Path folder = Files.createTempDirectory("transfer-bench");
        try {
            Bench bench = Bench.set(folder, options);
            try (ServerProcess _ = bench.servers()) {
                return measured(folder, bench, options);
            }
        } finally {
            delete(folder);
        }
    }

    private static String measured(Path folder, Bench bench, TransferOptions options) throws Exception {
        OneController one = new OneController(bench, Bench.file(folder, true, bench.single()));
        for (int round = 0; round <= options.rounds(); round++) {
            System.err.printf("one controller, round %d of %d%n", round, options.rounds());
            one.round(round, round > 0);
        }
        ManyControllers many =
                new ManyControllers(bench, Bench.file(folder, false, bench.each()), options.controllers());
        for (int round = 0; round <= options.rounds(); round++) {
            System.err.printf("%d controllers, round %d of %d%n", options.controllers(), round, options.rounds());
            for (Column column : Column.all().toList()) {
                Method best = OneController.best(one.figures(), column, true).orElseThrow();
                many.round(round, column, best, round > 0);
            }
        }
        return heading(options)
                + one.figures().table()
                + '\n'
                + singleVerdict(one.figures())
                + heap(one.heap(), bench.single().bytes())
                + '\n'
                + many.figures().table()
                + '\n'
                + manyVerdict(many.figures(), options);
    }

    private static String heading(TransferOptions options) {
        return """
                %d MiB to and from one controller, then %d MiB each to and from %d at once; %d rounds in turns, loopback,
                servers in a process of their own. An upload's clock stops at the answer to its last Write.
                Every content was proved by SHA-256. Ratios are medians of the rounds' ratios.

                """.formatted(options.mib(), options.eachMib(), options.controllers(), options.rounds());
    }

    private static String singleVerdict(Figures figures) {
        StringBuilder text = new StringBuilder();
        for (Column column : Column.all().toList()) {
            String fastest =
                    OneController.best(figures, column, false).orElseThrow().name();
            text.append("%-78s %6.2f%n"
                    .formatted(
                            "%s: ours / fastest without a proof (%s)".formatted(column.heading(), fastest),
                            figures.ratio(OneController.OURS, fastest, column)));
            String best =
                    OneController.best(figures, column, true).orElseThrow().name();
            text.append(verdict(
                    "%s: ours / best safe (%s)".formatted(column.heading(), best),
                    figures.ratio(OneController.OURS, best, column),
                    SINGLE_GOAL));
            text.append(verdict(
                    "%s: ours / sequential 8 KiB".formatted(column.heading()),
                    figures.ratio(OneController.OURS, Method.SMALL.name(), column),
                    SMALL_GOAL));
        }
        return text.toString();
    }

    private static String manyVerdict(Figures figures, TransferOptions options) {
        StringBuilder text = new StringBuilder();
        for (Column column : Column.all().toList()) {
            text.append(verdict(
                    "%s: ours / bare, %d at once".formatted(column.heading(), options.controllers()),
                    figures.ratio(ManyControllers.OURS, ManyControllers.BARE, column),
                    MANY_GOAL));
        }
        return text.toString();
    }

    private static String verdict(String what, double ratio, double goal) {
        return "%-78s %6.2f  goal %.1f  %s%n".formatted(what, ratio, goal, ratio >= goal ? "reached" : "MISSED");
    }

    /** Flat: what lives during a transfer is a few blocks whatever the file's size, and nothing of it stays. */
    private static String heap(List<Heap.Use> uses, long fileBytes) {
        Heap.Use first = uses.getFirst();
        Heap.Use last = uses.getLast();
        long growth = uses.stream()
                .mapToLong(use -> use.mostLive() - use.before())
                .max()
                .orElseThrow();
        long peak = uses.stream().mapToLong(Heap.Use::peak).max().orElseThrow();
        boolean flat = growth < FEW_BLOCKS && last.after() - first.before() < FEW_BLOCKS;
        return """
                heap: %.1f MB live before the first of our transfers, %.1f MB after the last; live in the midst of one:
                at the most %.1f MB more than before it, with a file of %.1f MB; peak with uncollected garbage %.1f MB
                heap flat: %s
                """.formatted(
                first.before() / MB, last.after() / MB, growth / MB, fileBytes / MB, peak / MB, flat ? "yes" : "NO");
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
