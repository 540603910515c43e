package org.millwright.bench;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.millwright.equipment.ModbusPlant;
import org.millwright.equipment.Session;
import org.millwright.equipment.plc4x.Plc4xEquipment;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;

/** 500 numbers of 32 bits, the retained values of a profile, read all at once and one by one. */
final class ModbusTags {
    static final String OURS = "ours (driver)";
    static final String ONE_BY_ONE = "bare PLC4X, one by one";
    static final String TOGETHER = "bare PLC4X, one request";
    private static final int TAGS = 500;

    /** A reading of all of them is repeated, so that a round is long enough to be measured. */
    private static final int READINGS = 20;

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Layout layout;
    private final List<String> addresses;
    private final Controller controller;

    /** How they lie in the registers. */
    enum Layout {
        NEIGHBOURS(2, "side by side"),
        SCATTERED(16, "every 16 registers");

        private final int distance;
        private final String words;

        Layout(int distance, String words) {
            this.distance = distance;
            this.words = words;
        }

        String words() {
            return words;
        }

        String row(String way) {
            return way + ", " + words;
        }
    }

    ModbusTags(Path folder, String endpoint, Layout layout) {
        this.layout = layout;
        this.addresses = IntStream.range(0, TAGS)
                .mapToObj(i -> "holding-register:%d:UDINT".formatted(ModbusWindow.FIRST + i * layout.distance))
                .toList();
        this.controller = ModbusPlant.controller(
                new ControllerId("bench"), endpoint, ModbusPlant.profile(folder, text -> with(addresses, text)));
    }

    /** They lie where the mailbox has its window, so that there is no mailbox. */
    private static String with(List<String> addresses, String profile) {
        StringBuilder retained = new StringBuilder("retained:\n");
        for (int i = 0; i < addresses.size(); i++) {
            retained.append("  tag-%03d: \"%s\"%n".formatted(i, addresses.get(i)));
        }
        int from = profile.indexOf("retained:");
        int to = profile.indexOf("\nareas:");
        return profile.substring(0, from) + retained + profile.substring(to, profile.indexOf("\nmailbox:") + 1);
    }

    private interface Way {
        void go(Rates rates) throws Exception;
    }

    void round(int number, Rates rates) throws Exception {
        List<Way> ways = new ArrayList<>(List.of(this::ours, this::oneByOne, this::together));
        Collections.rotate(ways, number);
        for (Way way : ways) {
            way.go(rates);
        }
    }

    private void ours(Rates rates) throws Exception {
        try (Session session = new Plc4xEquipment(Clock.systemUTC()).open(controller, LIMIT)) {
            long start = System.nanoTime();
            for (int i = 0; i < READINGS; i++) {
                if (session.retained(LIMIT).size() != TAGS) {
                    throw new IllegalStateException("tags are missing");
                }
            }
            rates.add(layout.row(OURS), READINGS * TAGS, System.nanoTime() - start);
        }
    }

    private void oneByOne(Rates rates) throws Exception {
        try (BarePlc4x client = BarePlc4x.connect(controller.address())) {
            rates.add(layout.row(ONE_BY_ONE), TAGS, client.readOneByOne(addresses));
        }
    }

    private void together(Rates rates) throws Exception {
        try (BarePlc4x client = BarePlc4x.connect(controller.address())) {
            long nanos = 0;
            for (int i = 0; i < READINGS; i++) {
                nanos += client.readTogether(addresses);
            }
            rates.add(layout.row(TOGETHER), READINGS * TAGS, nanos);
        }
    }
}
