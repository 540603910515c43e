package org.millwright.equipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millwright.equipment.EquipmentException.Kind.UNTRUSTED;
import static org.millwright.equipment.PlantUnderTest.LIMIT;
import static org.millwright.equipment.PlantUnderTest.failure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Tag;
import org.millwright.simulators.SimulatedLine;
import org.millwright.simulators.config.ControllerSettings;
import org.millwright.simulators.config.IdentitySettings;
import org.millwright.simulators.config.LineFile;
import org.millwright.simulators.config.Login;
import org.millwright.simulators.config.RetainedSettings;
import org.millwright.simulators.config.SoftwareSettings;
import org.millwright.simulators.config.StationSettings;
import org.millwright.simulators.config.TimingSettings;
import org.millwright.simulators.config.UpdateSettings.Loading;
import org.millwright.simulators.faults.Fault.BadFault;
import org.millwright.simulators.modbus.ModbusServer;
import org.millwright.simulators.network.ControllerServer;
import org.millwright.simulators.opcua.PlcServer;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.UpdateView;
import org.millwright.trust.TrustException;
import org.millwright.trust.TrustList;
import org.millwright.trust.TrustList.Standing;

/**
 * Simulated controllers on real sockets and on a clock that the test moves. A controller's server is started when it is
 * first asked for: most tests need one only.
 */
final class SimulatedPlant implements AutoCloseable {
    private static final String NAMESPACE = "nsu=urn:millwright:simulators:process;s=";
    static final Map<Tag, String> TAGS =
            Arrays.stream(Tag.values()).collect(Collectors.toMap(Function.identity(), SimulatedPlant::address));
    static final Map<String, String> RETAINED = Map.of(
            "total", NAMESPACE + "Retained.Total",
            "wear", NAMESPACE + "Retained.Wear",
            "maintained", NAMESPACE + "Retained.Maintained");

    private final SimulatedLine line;
    private final Map<ControllerId, ControllerServer> servers = new LinkedHashMap<>();
    private volatile boolean disturbed;

    SimulatedPlant(List<ControllerSettings> settings) throws BadFault {
        line = SimulatedLine.byHand(new LineFile("line", 1, 7, settings, List.of()), SimulatedLine.Options.none());
    }

    private static String address(Tag tag) {
        return NAMESPACE
                + switch (tag) {
                    case STATE -> "State";
                    case INFEED_ENABLED -> "InfeedEnabled";
                    case PARTS_IN_STATION -> "PartsInStation";
                    case CYCLE_COUNT -> "CycleCount";
                    case REJECT_COUNT -> "RejectCount";
                    case LAST_CYCLE_TIME_MS -> "LastCycleTime";
                    case ALARMS -> "Alarms";
                    case RECIPE -> "Recipe";
                };
    }

    /** One of the product under test. */
    static ControllerSettings settings(ControllerId id, Optional<Login> login, SoftwareSettings software) {
        return new ControllerSettings(
                id.value(),
                0,
                login,
                new IdentitySettings(
                        "Test Works", PlantUnderTest.MAKER, PlantUnderTest.PRODUCT, "Test model", 3, "SN-" + id),
                software,
                new TimingSettings(
                        Duration.ofSeconds(3), Duration.ofSeconds(8), Duration.ofSeconds(9), Duration.ofSeconds(2)),
                new StationSettings(Duration.ofSeconds(4), 0, 0, 0, 2, "recipe-1"),
                Map.of("speed", "80", "mode", "gentle"),
                Map.of(
                        "Total", new RetainedSettings(1_000L, 1),
                        "Wear", new RetainedSettings(12.5, 0),
                        "Maintained", new RetainedSettings("2029-11-30", 0)));
    }

    /** Where a controller is, served from now on. */
    synchronized String endpoint(ControllerId id) {
        return server(id).endpoint();
    }

    private ControllerServer server(ControllerId id) {
        return servers.computeIfAbsent(id, this::start);
    }

    private ControllerServer start(ControllerId id) {
        SimulatedLine.Controller controller = line.controllers().stream()
                .filter(c -> c.plc().id().equals(id.value()))
                .findFirst()
                .orElseThrow();
        controller.plc().onPower(new Power());
        try {
            if (controller.modbus().isPresent()) {
                return ModbusServer.start(
                        controller.plc(),
                        new ModbusServer.Settings(0, controller.modbus().get(), Clock.systemUTC()));
            }
            return PlcServer.start(
                    controller.plc(),
                    new PlcServer.Settings(0, controller.login(), controller.server(), Clock.systemUTC()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether every controller is as it was at first, so that another test may have it. */
    boolean untouched() {
        return !disturbed
                && line.controllers().stream()
                        .map(SimulatedLine.Controller::plc)
                        .allMatch(SimulatedPlant::atRest);
    }

    private static boolean atRest(Plc plc) {
        UpdateView update = plc.update();
        boolean noFiles = plc.updateSettings().loading() != Loading.FILESYSTEM
                || plc.files().all().isEmpty();
        return noFiles
                && plc.slots().pending().isEmpty()
                && plc.nameplate().softwareRevision().equals(PlantUnderTest.OLD)
                && update.prepare() == UpdateView.Prepare.IDLE
                && update.installation() == UpdateView.Installation.IDLE
                && update.vendorErrorCode() == 0;
    }

    /** Takes a controller off the network for good. */
    synchronized void silence(ControllerId id) {
        disturbed = true;
        server(id).close();
    }

    void advance(Duration time) {
        line.advance(time);
    }

    void inject(String fault) {
        disturbed = true;
        try {
            line.inject(fault);
        } catch (BadFault e) {
            throw new IllegalArgumentException(e);
        }
    }

    void cyclePower(ControllerId id) {
        line.cyclePower(id.value());
    }

    /** As a person does it who sees the certificate among the rejected ones. */
    static void trust(Equipment equipment, Controller controller, Path pki) {
        assertThat(failure(() -> equipment.open(controller, LIMIT)).kind()).isEqualTo(UNTRUSTED);
        TrustList list = new TrustList(pki.resolve("controllers"));
        try {
            for (TrustList.Listed one : list.all()) {
                if (one.standing() == Standing.REJECTED
                        && one.shownBy().contains(controller.id().value())) {
                    list.add(one.fingerprint().hex());
                }
            }
        } catch (IOException | TrustException e) {
            throw new AssertionError(e);
        }
    }

    /** A controller that was off is not as it was. */
    private final class Power implements Plc.PowerListener {
        @Override
        public void up() {}

        @Override
        public void down() {
            disturbed = true;
        }
    }

    @Override
    public synchronized void close() {
        servers.values().forEach(ControllerServer::close);
        line.close();
    }
}
