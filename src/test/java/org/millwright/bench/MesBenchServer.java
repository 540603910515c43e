package org.millwright.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.millwright.mes.BenchedMes;

/**
 * The MES server in a process of its own. Says on its output where it is, then does what its input says until that ends.
 *
 * <ul>
 *   <li>{@code begin} begins to measure what it uses, {@code end} tells it.
 *   <li>{@code still} ends the runs.
 *   <li>{@code changes} tells how many events had to be sent, and which.
 * </ul>
 */
public final class MesBenchServer {
    private final BenchedMes mes;
    private Heap heap = Heap.watch();
    private long processorNanos;
    private long nanos;

    private MesBenchServer(BenchedMes mes) {
        this.mes = mes;
    }

    /**
     * What the process used since it was asked to look.
     *
     * @param cores mean of busy ones
     * @param heap bytes before, at its peak with garbage, and after
     */
    record Use(double cores, Heap.Use heap) {
        private static Use read(String line) {
            String[] words = line.split(" ", -1);
            return new Use(
                    Double.parseDouble(words[0]),
                    new Heap.Use(Long.parseLong(words[1]), 0, Long.parseLong(words[2]), Long.parseLong(words[3])));
        }

        private String written() {
            return "%s %d %d %d".formatted(cores, heap.before(), heap.peak(), heap.after());
        }
    }

    /** From outside. */
    record Remote(ChildProcess process, String address) implements AutoCloseable {
        static Remote start(Path folder, Path client) throws IOException {
            ChildProcess process = ChildProcess.start(
                    MesBenchServer.class, folder, List.of("-Xms64m", "-Xmx1g"), List.of(client.toString()));
            return new Remote(process, process.answer());
        }

        void begin() throws IOException {
            process.ask("begin");
        }

        Use end() throws IOException {
            return Use.read(process.ask("end"));
        }

        void still() throws IOException {
            process.ask("still");
        }

        List<String> changes() throws IOException {
            String[] lines = new String[Integer.parseInt(process.ask("changes"))];
            for (int i = 0; i < lines.length; i++) {
                lines[i] = process.answer();
            }
            return List.of(lines);
        }

        @Override
        public void close() {
            process.close();
        }
    }

    /**
     * Works in the current folder until its input ends.
     *
     * @param args file with the clients' certificate
     */
    @SuppressWarnings("try") // it is interrupted by nobody
    public static void main(String[] args) throws Exception {
        ServiceLogging.set();
        try (BenchedMes mes = BenchedMes.start(Path.of("").toAbsolutePath(), Path.of(args[0]));
                var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            MesBenchServer server = new MesBenchServer(mes);
            System.out.println(mes.address());
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                System.out.println(server.answer(command));
            }
        }
        System.exit(0);
    }

    private String answer(String command) throws InterruptedException {
        switch (command) {
            case "begin" -> {
                heap = Heap.watch();
                processorNanos = processorNanos();
                nanos = System.nanoTime();
                return command;
            }
            case "end" -> {
                double cores = (double) (processorNanos() - processorNanos) / (System.nanoTime() - nanos);
                return new Use(cores, heap.end()).written();
            }
            case "still" -> {
                mes.endRuns();
                return command;
            }
            default -> {
                List<String> changes = mes.changes();
                return changes.size() + (changes.isEmpty() ? "" : "\n" + String.join("\n", changes));
            }
        }
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }
}
