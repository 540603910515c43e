package org.millwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Session;
import org.millwright.equipment.TagValue;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;
import org.millwright.plant.PlantFile;
import org.millwright.plant.Tag;
import org.millwright.simulators.RunningLine;
import org.millwright.simulators.SimulatedLine;
import org.millwright.simulators.config.LineFile;
import org.millwright.tidy.Checkout;

/** The delivered simulated line in this process: it outlives every service, and is asked here what it really runs. */
final class DemoLine implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration CYCLES = Duration.ofMinutes(2);
    private static final Pattern PORT = Pattern.compile(":([0-9]+)(?:[/?]|$)");

    private final RunningLine running;
    private final Line line;
    private final Equipment equipment;

    private DemoLine(RunningLine running, Line line, Equipment equipment) {
        this.running = running;
        this.line = line;
        this.equipment = equipment;
    }

    static DemoLine start(Path folder, String... faults) throws Exception {
        Path config = Checkout.root().resolve("config");
        LineFile file = LineFile.read(config.resolve("simulators/demo-line.yaml"), Map.of());
        RunningLine running = RunningLine.start(
                file, new SimulatedLine.Options(true, OptionalDouble.empty(), OptionalLong.empty(), List.of(faults)));
        boolean ready = false;
        try {
            Map<ControllerId, String> addresses = running.endpoints().entrySet().stream()
                    .collect(Collectors.toMap(e -> new ControllerId(e.getKey()), Map.Entry::getValue));
            Line line = PlantFile.read(config.resolve("plant.yaml"))
                    .at(addresses)
                    .lines()
                    .getFirst();
            DemoLine started = new DemoLine(running, line, RealDrivers.in(folder.resolve("observer")));
            ready = true;
            return started;
        } finally {
            if (!ready) {
                running.close();
            }
        }
    }

    /** Tells a service where the controllers are. */
    void addressesTo(Packaged service) {
        running.endpoints().forEach((id, address) -> service.with("millwright.simulated." + id, address));
    }

    /** What each controller itself says it runs. */
    Map<String, String> revisions() throws EquipmentException {
        Map<String, String> revisions = new TreeMap<>();
        for (Controller controller : line.controllers()) {
            try (Session session = equipment.open(controller, LIMIT)) {
                revisions.put(
                        controller.id().value(),
                        session.observe(LIMIT).current().revision().value());
            }
        }
        return revisions;
    }

    /** Looks at what a Modbus controller takes. */
    TransferWatch transfersTo(String controller) {
        return TransferWatch.of(port(running.endpoint(controller)));
    }

    /** Whether at least one controller is gone from its port. */
    boolean oneIsDown() throws IOException {
        for (String endpoint : running.endpoints().values()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(endpoint))) {
                assertThat(socket.isConnected()).isTrue();
            } catch (ConnectException _) {
                return true;
            }
        }
        return false;
    }

    private static int port(String endpoint) {
        Matcher port = PORT.matcher(endpoint);
        assertThat(port.find()).as(endpoint).isTrue();
        return Integer.parseInt(port.group(1));
    }

    /** Infeed on everywhere, and every station completes cycles. */
    void assertProducing() throws Exception {
        Map<String, Long> before = cycles();
        Map<String, Long> now = new TreeMap<>();
        Awaited.condition(
                "a cycle of every station",
                CYCLES,
                () -> {
                    now.putAll(cycles());
                    return before.entrySet().stream()
                            .allMatch(e -> Objects.requireNonNull(now.get(e.getKey())) > e.getValue());
                },
                () -> before + " then " + now);
    }

    private Map<String, Long> cycles() throws EquipmentException {
        Map<String, Long> cycles = new TreeMap<>();
        for (Controller controller : line.controllers()) {
            try (Session session = equipment.open(controller, LIMIT)) {
                Map<Tag, TagValue> read = session.read(Set.of(Tag.INFEED_ENABLED, Tag.CYCLE_COUNT), LIMIT);
                assertThat(read.get(Tag.INFEED_ENABLED))
                        .as("infeed of %s", controller.id())
                        .isEqualTo(new TagValue.Flag(true));
                cycles.put(controller.id().value(), Long.parseLong(String.valueOf(read.get(Tag.CYCLE_COUNT))));
            }
        }
        return cycles;
    }

    @Override
    public void close() {
        running.close();
    }
}
