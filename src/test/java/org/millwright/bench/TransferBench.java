package org.millwright.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.millwright.bench.Figures.Column;
import org.millwright.bench.Figures.Way;

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
                Method best = OneController.best(one.figures(), column).orElseThrow();
                many.round(round, column, best, round > 0);
            }
        }
        return heading(options) + one.figures().table() + '\n' + singleVerdict(one) + heap(one, bench) + '\n'
                + many.figures().table() + '\n' + manyVerdict(many, options);
    }

    private static String heading(TransferOptions options) {
        return """
                %d MiB to and from one controller, then %d MiB each to and from %d at once; %d rounds in turns, loopback,
                servers in a process of their own. An upload's clock stops at the answer to its last Write.
                Every content was proved by SHA-256.

                """.formatted(options.mib(), options.eachMib(), options.controllers(), options.rounds());
    }

    private static String singleVerdict(OneController one) {
        Figures figures = one.figures();
        StringBuilder text = new StringBuilder();
        for (Column column : Column.all().toList()) {
            Method best = OneController.best(figures, column).orElseThrow();
            double ours = figures.median(OneController.OURS, column);
            text.append(verdict(
                    "%s: ours / best safe (%s)".formatted(column.heading(), best.name()),
                    ours / figures.median(best.name(), column),
                    SINGLE_GOAL));
            text.append(verdict(
                    "%s: ours / sequential 8 KiB".formatted(column.heading()),
                    ours / figures.median(Method.SMALL.name(), column),
                    SMALL_GOAL));
        }
        return text.toString();
    }

    private static String manyVerdict(ManyControllers many, TransferOptions options) {
        StringBuilder text = new StringBuilder();
        for (Column column : Column.all().toList()) {
            text.append(verdict(
                    "%s: ours / bare, %d at once".formatted(column.heading(), options.controllers()),
                    many.figures().median(ManyControllers.OURS, column)
                            / many.figures().median(ManyControllers.BARE, column),
                    MANY_GOAL));
        }
        return text.toString();
    }

    private static String verdict(String what, double ratio, double goal) {
        return "%-72s %6.2f  goal %.1f  %s%n".formatted(what, ratio, goal, ratio >= goal ? "reached" : "MISSED");
    }

    /** Flat: never as much in use above the start as one file has, and nothing kept. */
    private static String heap(OneController one, Bench bench) {
        List<Heap.Use> uses = one.heap();
        Heap.Use highest = uses.stream()
                .max(Comparator.comparingLong(use -> use.peak() - use.before()))
                .orElseThrow();
        Heap.Use last = uses.getLast();
        Heap.Use first = uses.getFirst();
        boolean flat = highest.peak() - highest.before() < bench.single().bytes()
                && last.after() - first.before() < bench.single().bytes() / 4;
        return """
                heap after a collection: %.1f MB before the first of our transfers, %.1f MB after the last; most in use
                during one of them, garbage included: %.1f MB, where %.1f MB had been in use before and the file has %.1f MB
                heap flat: %s
                """.formatted(
                        first.before() / MB,
                        last.after() / MB,
                        highest.peak() / MB,
                        highest.before() / MB,
                        bench.single().bytes() / MB,
                        flat ? "yes" : "NO");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
