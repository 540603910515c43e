package org.millwright.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.Fence;
import org.millwright.equipment.FencedEquipment;
import org.millwright.equipment.Image;
import org.millwright.equipment.ModbusPlant;
import org.millwright.equipment.Session;
import org.millwright.equipment.TestPackage;
import org.millwright.equipment.plc4x.Plc4xEquipment;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;

/** One image into one controller; bare clients only fill the window, again and again, and prove nothing. */
record ModbusTransfers(ServerProcess servers, Controller controller, Image image, byte[] content) {
    static final String OURS = "ours (driver, every block proven)";
    static final String PLC4X = "bare PLC4X, 123 registers a write";
    static final String DIGITALPETRI = "bare digitalpetri, 123 registers a write";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Fence FENCE = new Fence(1, 1);

    static ModbusTransfers prepare(Path folder, ServerProcess servers, int mib) throws Exception {
        Image image = new TestPackage(BenchServer.UPGRADE, "1..9", Map.of(), mib * 1024 * 1024).writeTo(folder);
        Controller controller = ModbusPlant.controller(
                new ControllerId("bench"), servers.endpoints().getFirst(), ModbusPlant.profile(folder, text -> text));
        return new ModbusTransfers(
                servers,
                controller,
                image,
                Files.readAllBytes(folder.resolve(image.sha256().hex())));
    }

    private interface Way {
        void go(Rates rates) throws Exception;
    }

    void round(int number, Rates rates) throws Exception {
        List<Way> ways = new ArrayList<>(List.of(this::ours, this::plc4x, this::digitalpetri));
        Collections.rotate(ways, number);
        for (Way way : ways) {
            servers.reset();
            way.go(rates);
        }
    }

    private void ours(Rates rates) throws Exception {
        Equipment driver = new FencedEquipment(new Plc4xEquipment(Clock.systemUTC()));
        try (Session session = driver.open(controller, LIMIT)) {
            session.observe(LIMIT);
            long start = System.nanoTime();
            session.stage(FENCE, image, _ -> {}, LIMIT);
            add(rates, OURS, System.nanoTime() - start);
        }
        if (!servers.pendingHash(0).equals(image.sha256().hex())) {
            throw new IllegalStateException("WRONG CONTENT");
        }
    }

    private void plc4x(Rates rates) throws Exception {
        try (BarePlc4x client = BarePlc4x.connect(controller.address())) {
            add(rates, PLC4X, client.fill(content));
        }
    }

    private void digitalpetri(Rates rates) throws Exception {
        try (BareModbus client = BareModbus.connect(controller.address())) {
            add(rates, DIGITALPETRI, client.fill(content));
        }
    }

    private void add(Rates rates, String name, long nanos) {
        rates.add(name, content.length / 1e3, nanos);
    }
}
