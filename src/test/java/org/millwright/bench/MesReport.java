package org.millwright.bench;

import java.util.List;

/**
 * What was measured.
 *
 * @param complete every client got every event, in order, and nothing else
 */
record MesReport(String text, boolean complete) {
    private static final double GOAL = 1.5;
    private static final double MB = 1e6;

    /** What had to be told, by the journal, and who was told what. */
    record Events(Deliveries deliveries, List<MesSubscriber> subscribers) {
        Events(List<String> sent, List<MesSubscriber> subscribers) {
            this(new Deliveries(sent, subscribers.stream().map(Events::received).toList()), subscribers);
        }

        private static List<String> received(MesSubscriber subscriber) {
            return MesBench.between(
                    subscriber.told().stream().map(MesSubscriber.Told::change).toList());
        }

        private Latencies delays() {
            Latencies delays = new Latencies();
            subscribers.stream().flatMap(s -> s.told().stream()).forEach(t -> delays.add(t.millis() * 1_000_000));
            return delays;
        }
    }

    static MesReport of(MesOptions options, MesCaller caller, MesBenchServer.Use use, Events events) {
        String text = """
                %d clients with subscriptions, Basic256Sha256 with encryption, %d calls a second for %d s and as many of the
                bare method between them, evenly, server in a process of its own, journals on the same disk.

                %-44s %6s %9s %9s %9s %9s
                """.formatted(
                        options.clients(), options.rate(), options.seconds(), "ms", "calls", "p50", "p90", "p99", "max")
                + caller.all.row("ours")
                + caller.writing.row("ours, those that write a row")
                + caller.bare.row("bare method, one synced row")
                + "\n"
                + ratio("ours / bare, p99", caller.all, caller.bare)
                + ratio("ours that write / bare, p99", caller.writing, caller.bare)
                + "\n"
                + told(events)
                + "answers other than they had to be: %d%s%n"
                        .formatted(caller.wrong.size(), caller.wrong.isEmpty() ? "" : ", first " + caller.wrong.peek())
                + "server: %.2f cores busy; heap %.1f MB before, %.1f MB after, peak with garbage %.1f MB%n"
                        .formatted(
                                use.cores(),
                                use.heap().before() / MB,
                                use.heap().after() / MB,
                                use.heap().peak() / MB);
        return new MesReport(text, events.deliveries().complete());
    }

    private static String ratio(String name, Latencies ours, Latencies bare) {
        double ratio = ours.percentile(99) / bare.percentile(99);
        return "%-60s %6.2f  goal %.1f  %s%n".formatted(name, ratio, GOAL, ratio <= GOAL ? "reached" : "MISSED");
    }

    private static String told(Events events) {
        Latencies delays = events.delays();
        return """
                events: %d to each of %d clients; lost %d, too many %d, clients with another order %d, gaps %d
                from the row to the client: p50 %.0f ms, p99 %.0f ms, most %.0f ms; %d changes of values
                """.formatted(
                events.deliveries().sent().size(),
                events.subscribers().size(),
                events.deliveries().lost(),
                events.deliveries().tooMany(),
                events.deliveries().disordered(),
                events.subscribers().stream().mapToLong(MesSubscriber::gaps).sum(),
                delays.percentile(50),
                delays.percentile(99),
                delays.percentile(100),
                events.subscribers().stream().mapToLong(MesSubscriber::values).sum());
    }
}
