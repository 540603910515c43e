package org.millwright.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How fast an image goes through a Modbus controller's mailbox, and how fast tags are read, against bare clients at the
 * same server in the same run. Sequence of a round: every way once, beginning with another one each time.
 */
public final class ModbusBench {
    private static final double TRANSFER_GOAL = 0.8;

    private ModbusBench() {}

    public static void main(String[] args) throws Exception {
        Optional<ModbusOptions> options = ModbusOptions.parse(args);
        if (options.isEmpty()) {
            System.err.print(ModbusOptions.USAGE);
            System.exit(2);
            return;
        }
        System.out.print(report(options.get()));
        System.exit(0);
    }

    /** Measures and tells all; progress goes to the error output. */
    static String report(ModbusOptions options) throws Exception {
        ServiceLogging.set();
        Path folder = Files.createTempDirectory("modbus-bench");
        try (ServerProcess servers = ServerProcess.startModbus(options.mib())) {
            String endpoint = servers.endpoints().getFirst();
            Rates transfers = new Rates();
            ModbusTransfers ways = ModbusTransfers.prepare(folder, servers, options.mib());
            for (int round = 0; round <= options.rounds(); round++) {
                System.err.printf("transfers, round %d of %d%n", round, options.rounds());
                ways.round(round, round > 0 ? transfers : new Rates());
            }
            Rates tags = new Rates();
            for (int round = 0; round <= options.rounds(); round++) {
                System.err.printf("tags, round %d of %d%n", round, options.rounds());
                for (ModbusTags.Layout layout : ModbusTags.Layout.values()) {
                    new ModbusTags(folder, endpoint, layout).round(round, round > 0 ? tags : new Rates());
                }
            }
            return told(options, transfers, tags);
        } finally {
            TransferBench.delete(folder);
        }
    }

    private static String told(ModbusOptions options, Rates transfers, Rates tags) {
        double ratio = transfers.ratio(ModbusTransfers.OURS, ModbusTransfers.PLC4X);
        StringBuilder text = new StringBuilder("""
                An image of %d MiB to one controller, %d rounds in turns, loopback, server in a process of its own.
                Ours is the whole Session.stage: every block proved by its CRC-32, read back before the commit, committed.
                Ratios are medians of the rounds' ratios.

                """.formatted(options.mib(), options.rounds()));
        text.append(transfers.table("kB/s, median (min-max)")).append('\n');
        text.append("%-60s %6.2f  goal %.1f  %s%n"
                .formatted("ours / bare PLC4X", ratio, TRANSFER_GOAL, ratio >= TRANSFER_GOAL ? "reached" : "MISSED"));
        text.append("%-60s %6.2f%n"
                .formatted(
                        "ours / bare digitalpetri",
                        transfers.ratio(ModbusTransfers.OURS, ModbusTransfers.DIGITALPETRI)));
        text.append('\n').append(tags.table("tags/s, median (min-max)")).append('\n');
        for (ModbusTags.Layout layout : ModbusTags.Layout.values()) {
            text.append("%-60s %6.2f%n"
                    .formatted(
                            layout.words() + ": ours / one by one",
                            tags.ratio(layout.row(ModbusTags.OURS), layout.row(ModbusTags.ONE_BY_ONE))));
        }
        return text.toString();
    }
}
