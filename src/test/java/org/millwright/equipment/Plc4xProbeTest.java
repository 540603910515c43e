package org.millwright.equipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millwright.equipment.PlantUnderTest.FIRST;
import static org.millwright.equipment.PlantUnderTest.OLD;
import static org.millwright.equipment.PlantUnderTest.UPGRADE;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.millwright.CommandRun;
import org.millwright.document.Document;
import org.millwright.equipment.plc4x.Plc4xEquipment;
import org.millwright.plant.Controller;
import org.millwright.simulators.config.ModbusSettings;
import org.millwright.simulators.config.SoftwareSettings;

/** {@code ./millwright probe} of a controller that a profile describes. */
class Plc4xProbeTest {
    private static final Path DELIVERED = ModbusPlant.checkout().resolve("config/profiles/marlow-modbus.yaml");

    @TempDir
    Path folder;

    private SimulatedPlant plant;
    private ModbusTap tap;

    @BeforeEach
    void start() throws Exception {
        plant = new SimulatedPlant(
                List.of(SimulatedPlant.settings(FIRST, Optional.empty(), new SoftwareSettings(OLD, 4_096, true, true))
                        .with(ModbusSettings.STANDARD)));
        tap = ModbusTap.to(URI.create(plant.endpoint(FIRST).substring("modbus-tcp:".length()))
                .getPort());
    }

    @AfterEach
    void stop() {
        tap.close();
        plant.close();
    }

    /** The delivered profile with a change, as the simulated controller has two parameters of 32 characters. */
    private String profile(String from, String to) throws IOException {
        String text = Files.readString(DELIVERED).replace("BYTE[96]", "BYTE[64]");
        assertThat(text).contains(from);
        return Files.writeString(
                        folder.resolve("it.yaml"), text.replace(from.isEmpty() ? " " : from, from.isEmpty() ? " " : to))
                .toString();
    }

    @Test
    void showsEverythingAndWritesNothing() throws Exception {
        CommandRun probe = CommandRun.of("probe", tap.address(), "--profile", profile("", ""));

        assertThat(probe.err()).isEmpty();
        assertThat(probe.code()).as(probe.out()).isZero();
        assertThat(probe.out())
                .containsPattern("product-code +TW-1 +input-register:35")
                .containsPattern("revision +1\\.0\\.0 ")
                .containsPattern("infeed-enabled +true +coil:1")
                .containsPattern("recipe +recipe-1 ")
                .containsPattern("last-maintenance +2029-11-30 ")
                .containsPattern("parameters +64 bytes, CRC-32 [0-9a-f]{8} ")
                .containsPattern("answered +0 ")
                .containsPattern("window +16384 bytes, CRC-32 ")
                .contains("everything could be read");
        assertThat(tap.requests()).isNotEmpty();
        assertThat(tap.otherThanReads()).isEmpty();
    }

    /** What the tap would have seen. */
    @Test
    void theTapSeesWrites() throws Exception {
        Controller controller = ModbusPlant.controller(FIRST, tap.address(), ModbusPlant.profile(folder, text -> text));
        try (Session session = new Plc4xEquipment(Clock.systemUTC()).open(controller, PlantUnderTest.LIMIT)) {
            session.stage(new Fence(1, 1), UPGRADE.writeTo(folder), _ -> {}, PlantUnderTest.LIMIT);
        }

        assertThat(tap.otherThanReads()).isNotEmpty();
    }

    @Test
    void oneWrongAddressHidesNoOther() throws Exception {
        String profile = profile("input-register:103:UDINT", "input-register:9103:UDINT");
        CommandRun probe = CommandRun.of("probe", tap.address(), "--profile", profile);

        assertThat(probe.code()).isEqualTo(1);
        assertThat(probe.out())
                .containsPattern("cycle-count +NOT READ: .*input-register:9103")
                .containsPattern("reject-count +0 ")
                .containsPattern("answered +0 ")
                .contains("1 of ")
                .contains("could NOT be read");
        assertThat(tap.otherThanReads()).isEmpty();
    }

    @Test
    void programsGetJson() throws Exception {
        CommandRun probe = CommandRun.of("probe", tap.address(), "--profile", profile("", ""), "--json");

        assertThat(probe.code()).isZero();
        Path json = Files.writeString(folder.resolve("probe.json"), probe.out());
        assertThat(Document.read(json)).isNotNull();
        assertThat(probe.out()).contains("\"complete\": true", "\"crc32\": \"", "\"name\": \"parts-in-station\"");
    }

    @Test
    void nobodyThereIsSaidAtOnce() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        String address = "modbus-tcp:tcp://127.0.0.1:%d?default-unit-identifier=1".formatted(free);
        CommandRun probe = CommandRun.of("probe", address, "--profile", profile("", ""));

        assertThat(probe.code()).isEqualTo(3);
        assertThat(probe.err()).contains("no connection to " + address, "remedy:");
        assertThat(CommandRun.of("probe", address, "--profile", profile("", ""), "--json")
                        .out())
                .contains("\"connected\": false", "\"obstacle\": \"nobody\"");
    }

    @Test
    void whoListensAndSaysNothingIsNoController() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            String address = "modbus-tcp:tcp://127.0.0.1:%d?default-unit-identifier=1".formatted(mute.getLocalPort());
            CommandRun probe = CommandRun.of("probe", address, "--profile", profile("", ""), "--timeout", "1");

            assertThat(probe.code()).isEqualTo(3);
            assertThat(probe.err()).contains("no connection to", "no answer");
        }
    }

    @Test
    void aWrongProfileIsToldWithItsLine() throws Exception {
        CommandRun probe = CommandRun.of(
                "probe", tap.address(), "--profile", profile("input-register:103:UDINT", "input-register:0:UDINT"));

        assertThat(probe.code()).isEqualTo(2);
        assertThat(probe.err()).contains("it.yaml:").contains("cycle-count");
        assertThat(tap.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "modbus-tcp:tcp://127.0.0.1:1 | | --profile NAME has to say",
                "opc.tcp://127.0.0.1:1 | it.yaml | a profile is for addresses like",
                "s7-light:tcp://127.0.0.1:1 | it.yaml | is for modbus-tcp, not for s7-light",
                "modbus-tcp:tcp://127.0.0.1:1 | no-such-profile | no-such-profile",
            })
    void wishesThatCannotBeUnderstoodEndWithTwo(String address, String name, String told) throws Exception {
        String file = profile("", "");
        CommandRun probe = name == null
                ? CommandRun.of("probe", address)
                : CommandRun.of("probe", address, "--profile", name.equals("it.yaml") ? file : name);

        assertThat(probe.code()).isEqualTo(2);
        assertThat(probe.err()).contains(told);
    }
}
