package org.millwright.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Session;
import org.millwright.equipment.fake.FakePlant;
import org.millwright.equipment.fake.Fault;
import org.millwright.equipment.fake.VirtualClock;
import org.millwright.plan.Assessor.Tolerances;
import org.millwright.plan.Finding.Severity;
import org.millwright.plant.Controller;
import org.millwright.plant.Controller.Access;
import org.millwright.plant.Controller.Login;
import org.millwright.plant.Controller.Secret;
import org.millwright.plant.Controller.Security;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;
import org.millwright.plant.LineId;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.plant.Tag;
import org.millwright.release.Sha256;
import org.millwright.release.SoftwarePackage;
import org.millwright.release.SoftwarePackage.HardwareRange;
import org.millwright.release.StoreException;

/** What the assessment says about the connection itself. */
class AssessorTest {
    private static final ControllerId ID = new ControllerId("first");
    private static final String HERE = "opc.tcp://127.0.0.1:4840/first";
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Optional<Login> USER =
            Optional.of(new Login.Password("user", new Secret.EnvironmentVariable("PASSWORD")));

    private final VirtualClock clock = new VirtualClock();

    private static Controller controller(String address, Security security, Optional<Login> login) {
        return new Controller(
                ID,
                "station",
                Controller.Driver.OPCUA,
                address,
                new Controller.Expected("urn:test:works", "TW-1"),
                new Access(security, login),
                Arrays.stream(Tag.values()).collect(Collectors.toMap(Function.identity(), Tag::key)),
                Map.of());
    }

    /** The findings of one check, each with its severity; nothing else may block. */
    private List<String> found(Controller controller, String check, Fault... faults)
            throws EquipmentException, StoreException {
        Line line = new Line(new LineId("line"), "Line", "nobody", List.of(controller));
        FakePlant plant = new FakePlant(clock, line, Map.of());
        for (Fault fault : faults) {
            plant.fault(ID, fault);
        }
        SoftwarePackage target = new SoftwarePackage(
                new Software("urn:test:works", "TW-1", new Revision("2.0.0")),
                "file",
                Sha256.of(new byte[1]),
                1,
                new HardwareRange(new Revision("1"), new Revision("9")),
                new Revision("1.0.0"));
        Tolerances tolerances = new Tolerances(LIMIT, Duration.ofSeconds(5), Duration.ofHours(8));
        try (Session session = plant.equipment().open(controller, LIMIT)) {
            List<Finding> findings = new Assessor(controller, plan(target), _ -> List.of(), tolerances)
                    .assess(session, clock.instant())
                    .findings();
            assertThat(findings)
                    .noneMatch(
                            f -> f.severity() == Severity.BLOCKING && !f.check().equals(check));
            return findings.stream()
                    .filter(f -> f.check().equals(check))
                    .map(f -> f.severity() + " " + f.text())
                    .toList();
        }
    }

    private static Plan plan(SoftwarePackage target) {
        Duration some = Duration.ofMinutes(1);
        return new Plan(
                "plan",
                new LineId("line"),
                "release",
                Sha256.of(new byte[2]),
                List.of(List.of(ID)),
                Map.of(ID, target),
                new Plan.DrainPolicy(some, some),
                new Plan.FlashPolicy(some, some),
                new Plan.ValidationPolicy(4, 4, 0.05, 0.05, some),
                Map.of(),
                some,
                Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"PT7H59M, BLOCKING", "PT8H, WARNING", "P29DT23H, WARNING"})
    void aCertificateThatEndsSoonIsNamedWithItsOwner(Duration left, Severity severity)
            throws EquipmentException, StoreException {
        Fault ends = new Fault.CertificateEnds(clock.instant().plus(left));

        assertThat(found(controller(HERE, Security.NONE, Optional.empty()), "certificate", ends))
                .containsExactly(severity + " the controller's certificate ends at "
                        + clock.instant().plus(left));
    }

    @Test
    void aCertificateThatLastsIsNoFinding() throws EquipmentException, StoreException {
        Fault ends = new Fault.CertificateEnds(clock.instant().plus(Duration.ofDays(30)));

        assertThat(found(controller(HERE, Security.NONE, Optional.empty()), "certificate", ends))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "opc.tcp://192.168.7.10:4840/plc",
                "opc.tcp://plc-10.example:4840",
                "opc.tcp://[2001:db8::7]:4840",
                "modbus-tcp:tcp://10.0.0.7:502?default-unit-identifier=1"
            })
    void aConnectionInTheClearToAnotherMachineIsAWarning(String address) throws EquipmentException, StoreException {
        assertThat(found(controller(address, Security.NONE, USER), "security"))
                .containsExactly("WARNING messages are neither signed nor encrypted;"
                        + " who answers in its place can read the password");
        assertThat(found(controller(address, Security.NONE, Optional.empty()), "security"))
                .containsExactly(
                        "WARNING messages are neither signed nor encrypted;" + " who answers in its place is believed");
        assertThat(found(controller(address, Security.BASIC256SHA256, USER), "security"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {HERE, "opc.tcp://localhost:4840", "opc.tcp://[::1]:4840/plc"})
    void onThisMachineNobodyListens(String address) throws EquipmentException, StoreException {
        assertThat(found(controller(address, Security.NONE, USER), "security")).isEmpty();
    }
}
