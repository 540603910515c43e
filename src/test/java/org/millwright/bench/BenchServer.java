package org.millwright.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.simulators.SimulatedLine;
import org.millwright.simulators.config.ControllerSettings;
import org.millwright.simulators.config.IdentitySettings;
import org.millwright.simulators.config.LineFile;
import org.millwright.simulators.config.ModbusSettings;
import org.millwright.simulators.config.SoftwareSettings;
import org.millwright.simulators.config.StationSettings;
import org.millwright.simulators.config.TimingSettings;
import org.millwright.simulators.faults.Fault.BadFault;
import org.millwright.simulators.modbus.ModbusServer;
import org.millwright.simulators.network.ControllerServer;
import org.millwright.simulators.opcua.PlcServer;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.PlcRefusal;
import org.millwright.simulators.plc.Slots;

/**
 * The other side of the transfers, in a process of its own so that its files are not on the client's heap: simulated
 * controllers and a bare socket. Says on its output where they are, then does what its input says until that ends.
 *
 * <ul>
 *   <li>{@code reset} empties every pending slot and collects the garbage.
 *   <li>{@code current N}, {@code pending N} tell the SHA-256 of a slot's content, computed here from its bytes.
 *   <li>{@code size N} tells how many bytes the current program has.
 * </ul>
 */
public final class BenchServer implements AutoCloseable {
    static final String MAKER = "urn:test:works";
    static final String PRODUCT = "TW-1";
    static final Software UPGRADE = new Software(MAKER, PRODUCT, new Revision("2.0.0"));
    static final String READY = "ready";

    /** Before the size of a controller that speaks Modbus TCP. */
    static final String MODBUS = "modbus:";

    private final SimulatedLine line;
    private final List<Plc> plcs = new ArrayList<>();
    private final List<ControllerServer> servers = new ArrayList<>();
    private final RawSocket raw;

    private BenchServer(List<String> controllers) throws IOException, BadFault {
        List<ControllerSettings> settings = new ArrayList<>();
        for (String controller : controllers) {
            ControllerSettings opcua = settings("plc-" + settings.size(), bytes(controller));
            settings.add(controller.startsWith(MODBUS) ? opcua.with(ModbusSettings.STANDARD) : opcua);
        }
        line = SimulatedLine.byHand(new LineFile("line", 1, 7, settings, List.of()), SimulatedLine.Options.none());
        for (SimulatedLine.Controller controller : line.controllers()) {
            plcs.add(controller.plc());
            servers.add(server(controller));
        }
        raw = RawSocket.listen(bytes(controllers.getFirst()));
    }

    private static int bytes(String controller) {
        return Integer.parseInt(controller.replace(MODBUS, "")) * 1024 * 1024;
    }

    private static ControllerServer server(SimulatedLine.Controller controller) throws IOException {
        Clock clock = Clock.systemUTC();
        return controller.modbus().isPresent()
                ? ModbusServer.start(
                        controller.plc(),
                        new ModbusServer.Settings(0, controller.modbus().get(), clock))
                : PlcServer.start(controller.plc(), new PlcServer.Settings(0, Optional.empty(), clock));
    }

    /**
     * Runs until its input ends.
     *
     * @param args size of each controller's software in MiB, behind {@value #MODBUS} for one that speaks that
     */
    public static void main(String[] args) throws Exception {
        ServiceLogging.set();
        try (BenchServer server = new BenchServer(List.of(args));
                var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            System.out.println(server.raw.port());
            server.servers.forEach(each -> System.out.println(each.endpoint()));
            System.out.println(READY);
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                System.out.println(server.answer(command.split(" ")));
            }
        }
    }

    private String answer(String... words) throws PlcRefusal {
        if (words[0].equals("reset")) {
            reset();
            return READY;
        }
        Plc plc = plcs.get(Integer.parseInt(words[1]));
        return switch (words[0]) {
            case "size" -> Integer.toString(plc.currentProgram().length);
            case "current" -> plc.slots().current().sha256();
            default -> plc.slots().pending().map(Slots.Software::sha256).orElse("nothing");
        };
    }

    private void reset() throws PlcRefusal {
        for (Plc plc : plcs) {
            if (plc.slots().pending().isPresent()) {
                plc.clearPending();
            }
        }
        System.gc();
    }

    private static ControllerSettings settings(String id, int bytes) {
        return new ControllerSettings(
                id,
                0,
                Optional.empty(),
                new IdentitySettings("Test Works", MAKER, PRODUCT, "Test model", 3, "SN-1"),
                new SoftwareSettings("1.0.0", bytes, true, false),
                new TimingSettings(
                        Duration.ofSeconds(3), Duration.ofSeconds(8), Duration.ofSeconds(9), Duration.ofSeconds(2)),
                new StationSettings(Duration.ofSeconds(4), 0, 0, 0, 2, "recipe-1"),
                Map.of("speed", "80"),
                Map.of());
    }

    @Override
    public void close() throws IOException {
        raw.close();
        servers.forEach(ControllerServer::close);
        line.close();
    }
}
