package org.millwright.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.plant.Address;
import org.millwright.plant.Controller;
import org.millwright.plant.Controller.Login;
import org.millwright.plant.Controller.Secret;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;
import org.millwright.plant.LineId;
import org.millwright.plant.Plant;
import org.millwright.plant.PlantFile;
import org.millwright.plant.Revision;
import org.millwright.release.FileContentStore;
import org.millwright.release.ReleaseStore;
import org.millwright.release.SoftwarePackage;
import org.millwright.simulators.config.ControllerSettings;
import org.millwright.simulators.config.LineFile;
import org.millwright.simulators.plc.PackageImage;

/** The files under config/ are written by hand on both sides of the wire; the demo needs them to agree. */
class DeliveredDemoTest {
    private static final Path CONFIG = Path.of("../config");

    @TempDir
    private Path data;

    @Test
    void thePlantDescribesTheSimulatedLine() throws Exception {
        Line line = line();
        LineFile simulated = simulated();

        assertThat(simulated.line()).isEqualTo(line.id().value());
        assertThat(line.controllers()).hasSameSizeAs(simulated.controllers());
        for (int i = 0; i < line.controllers().size(); i++) {
            Controller controller = line.controllers().get(i);
            ControllerSettings settings = simulated.controllers().get(i);
            assertThat(controller.id().value()).isEqualTo(settings.id());
            assertThat(controller.address()).isEqualTo(address(settings));
            assertThat(controller.expects().manufacturerUri())
                    .isEqualTo(settings.identity().manufacturerUri());
            assertThat(controller.expects().productCode())
                    .isEqualTo(settings.identity().productCode());
            assertThat(controller.retained()).isEqualTo(retained(settings));
            assertThat(controller.access().login().map(DeliveredDemoTest::withPassword))
                    .isEqualTo(settings.login().map(login -> login.user() + " " + login.password()));
        }
    }

    /** What the controllers print when they start. */
    private static String address(ControllerSettings settings) {
        return settings.modbus()
                .map(modbus ->
                        "modbus-tcp:tcp://127.0.0.1:" + settings.port() + "?default-unit-identifier=" + modbus.unit())
                .orElse("opc.tcp://127.0.0.1:" + settings.port() + "/" + settings.id());
    }

    /** Addresses of docs/protocols/simulators.md: on Modbus 20 registers each, in the order of the names. */
    private static Map<String, String> retained(ControllerSettings settings) {
        Map<String, String> retained = new TreeMap<>();
        int register = 201;
        for (String name : new TreeSet<>(settings.retained().keySet())) {
            String type = switch (Objects.requireNonNull(settings.retained().get(name))
                    .start()) {
                case Long _ -> "LINT";
                case Double _ -> "LREAL";
                default -> "CHAR[40]";
            };
            retained.put(
                    name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT),
                    settings.modbus().isPresent()
                            ? "holding-register:" + register + ":" + type
                            : "nsu=urn:millwright:simulators:process;s=Retained." + name);
            register += 20;
        }
        return retained;
    }

    /** A parameter area that is too short would lose a parameter without a word. */
    @Test
    void theAreasOfAProfileHoldEveryParameter() throws Exception {
        List<Controller> controllers = line().controllers();
        for (int i = 0; i < controllers.size(); i++) {
            int bytes = 32 * simulated().controllers().get(i).parameters().size();
            controllers
                    .get(i)
                    .profile()
                    .ifPresent(profile -> assertThat(profile.areas().values())
                            .extracting(Address::bytes)
                            .containsExactly(bytes));
        }
    }

    @Test
    void controllersOfDifferentProtocolsAreFlashedTogether() throws Exception {
        Map<ControllerId, Controller.Driver> drivers =
                line().controllers().stream().collect(Collectors.toMap(Controller::id, Controller::driver));

        assertThat(plan(FileContentStore.open(data)).waves())
                .filteredOn(wave -> wave.stream().map(drivers::get).distinct().count() > 1)
                .hasSize(2);
    }

    @Test
    void thePlanBringsEveryControllerAPackageThatFitsIt() throws Exception {
        FileContentStore store = FileContentStore.open(data);
        Plan plan = plan(store);

        Map<ControllerId, ControllerSettings> simulated =
                simulated().controllers().stream().collect(Collectors.toMap(c -> new ControllerId(c.id()), c -> c));
        assertThat(plan.packages()).containsOnlyKeys(simulated.keySet());
        plan.packages().forEach((id, wanted) -> {
            ControllerSettings settings = Objects.requireNonNull(simulated.get(id));
            Revision hardware =
                    new Revision(Integer.toString(settings.identity().hardwareRevision()));
            Revision installed = new Revision(settings.software().revision());
            assertThat(wanted.hardware().includes(hardware))
                    .as("%s fits %s", wanted, id)
                    .isTrue();
            assertThat(wanted.minimumInstalled()).isLessThanOrEqualTo(installed);
            assertThat(wanted.software().revision()).isGreaterThan(installed);
        });
    }

    @Test
    void everyPackageIsWhatItsManifestSays() throws Exception {
        FileContentStore store = FileContentStore.open(data);

        for (SoftwarePackage one : plan(store).packages().values()) {
            PackageImage image = PackageImage.parse(
                    Files.readAllBytes(CONFIG.resolve("releases/demo-2.4.0").resolve(one.file())));
            assertThat(image.software().manufacturerUri())
                    .isEqualTo(one.software().manufacturerUri());
            assertThat(image.software().productCode()).isEqualTo(one.software().productCode());
            assertThat(image.software().revision())
                    .isEqualTo(one.software().revision().value());
            assertThat(store.verify(one.sha256())).isEqualTo(one.bytes());
        }
    }

    private static Plan plan(FileContentStore store) throws Exception {
        Plant plant = PlantFile.read(CONFIG.resolve("plant.yaml"));
        ReleaseStore releases = new ReleaseStore(CONFIG.resolve("releases"), store);
        return PlanFile.read(CONFIG.resolve("plans/demo-upgrade.yaml"), plant, releases);
    }

    private static Line line() throws Exception {
        return PlantFile.read(CONFIG.resolve("plant.yaml"))
                .line(new LineId("assembly-1"))
                .orElseThrow();
    }

    private static LineFile simulated() throws Exception {
        return LineFile.read(CONFIG.resolve("simulators/demo-line.yaml"), Map.of());
    }

    private static String withPassword(Login login) {
        return switch (login) {
            case Login.Password(String user, Secret.File(Path file)) -> user + " " + text(file);
            case Login.Password _, Login.Certificate _ -> login.name();
        };
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
