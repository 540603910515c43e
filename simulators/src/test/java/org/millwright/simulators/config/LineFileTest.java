package org.millwright.simulators.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.millwright.simulators.faults.FaultKind;

class LineFileTest {
    private static final Path DEMO = Path.of("..", "config", "simulators", "demo-line.yaml");

    private static final String GOOD = """
            line: l1
            scale: 20
            seed: 1
            timing: {prepareSeconds: 10, installSeconds: 60, bootSeconds: 40, resumeSeconds: 4}
            controllers:
              - id: p1
                port: 24841
                login: {user: me, passwordEnv: SECRET}
                identity:
                  manufacturer: Halden Controls
                  manufacturerUri: urn:halden:controls
                  productCode: HC-210
                  model: HC
                  hardwareRevision: 4
                  serialNumber: S1
                software: {revision: 2.3.1, packageBytes: 1000, keepsParameters: true, fallbackSlot: true}
                timing: {prepareSeconds: 1, installSeconds: 2, bootSeconds: 3, resumeSeconds: 4}
                station:
                  cycleSeconds: 7.25
                  jitter: 0.01
                  rejectRate: 0
                  alarmRate: 0
                  buffer: 2
                  recipe: R1
                parameters: {force: 18.5}
                retained:
                  TotalParts: {start: 5, perCycle: 1}
            faults: ["p1:power-loss=40"]
            """;

    @TempDir
    Path folder = Path.of(".");

    @Test
    void theDemoLineHasSixControllersOfTwoMakersThatDiffer() throws ConfigException {
        LineFile demo = LineFile.read(DEMO, Map.of());

        assertThat(demo.controllers())
                .hasSize(6)
                .extracting(ControllerSettings::port)
                .doesNotHaveDuplicates()
                .as("below the ports of outgoing connections, which could take that of a rebooting controller")
                .allMatch(port -> port < 32_768);
        assertThat(demo.controllers())
                .extracting(each -> each.identity().manufacturerUri())
                .contains("urn:halden:controls", "urn:marlow:automation");
        assertThat(demo.controllers())
                .extracting(each -> each.software().keepsParameters())
                .containsOnlyOnce(false);
        assertThat(demo.controllers())
                .extracting(each -> each.software().fallbackSlot())
                .containsOnlyOnce(false);
        assertThat(demo.controllers().stream().filter(each -> each.login().isPresent()))
                .hasSize(1);
    }

    @Test
    void everyValueArrivesWhereItBelongs() throws Exception {
        LineFile file = read(GOOD);

        ControllerSettings p1 = file.controllers().getFirst();
        assertThat(p1.login()).contains(new Login("me", "from the environment"));
        assertThat(p1.timing().boot()).as("own timing").isEqualTo(Duration.ofSeconds(3));
        assertThat(p1.station().cycle()).isEqualTo(Duration.ofMillis(7250));
        assertThat(p1.parameters()).isEqualTo(Map.of("force", "18.5"));
        assertThat(p1.retained()).isEqualTo(Map.of("TotalParts", new RetainedSettings(5L, 1)));
        assertThat(file.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(FaultKind.POWER_LOSS));
    }

    @Test
    void aPasswordIsNeverPrinted() throws Exception {
        assertThat(read(GOOD).toString()).doesNotContain("from the environment");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            cycleSeconds: 7.25      | cycelSeconds: 7.25      | 19 | unknown key 'cycelSeconds', did you mean 'cycleSeconds'?
            seed: 1                 | sed: 1                  | 3  | unknown key 'sed', did you mean 'seed'?
            cycleSeconds: 7.25      | cycleSeconds: 0         | 19 | 'cycleSeconds' must be a number from 0.1 to 3600, found '0'
            cycleSeconds: 7.25      | cycleSeconds: fast      | 19 | found 'fast'
            rejectRate: 0           | rejectRate: 1.5         | 21 | 'rejectRate' must be a number from 0 to 1
            rejectRate: 0           | rejectRate: .nan        | 21 | Malformed numeric value
            buffer: 2               | buffer: 1.5             | 23 | 'buffer' must be a whole number
            port: 24841             | port: 70000             | 7  | 'port' must be a whole number from 0 to 65535
            revision: 2.3.1         | revision: 2.3           | 16 | 'revision' must be a text
            revision: 2.3.1         | revision: "a b"         | 16 | 'a b' must be letters
            hardwareRevision: 4     | hardwareRevision: four  | 14 | 'hardwareRevision' must be a whole number
            keepsParameters: true   | keepsParameters: 1      | 16 | 'keepsParameters' must be true or false
            recipe: R1              | other: ~                | 24 | unknown key 'other'
            recipe: R1              | recipe: ~               | 24 | 'recipe' is missing
            recipe: R1              | recipe:                 | 24 | 'recipe' must be a text of 1 to 200
            scale: 20               | scale: 0                | 2  | 'scale' must be a number from 0.1
            passwordEnv: SECRET     | passwordEnv: NOT_SET    | 8  | the environment variable NOT_SET is not set
            start: 5, perCycle: 1   | start: 5, perCycle: 0.5 | 27 | 'perCycle' must be whole
            start: 5, perCycle: 1   | start: x, perCycle: 1   | 27 | a text cannot grow
            p1:power-loss=40        | p9:power-loss=40        | 28 | unknown controller 'p9', there are: p1
            p1:power-loss=40        | p1:fire                 | 28 | unknown name 'fire', there are: refuse-prepare
            """)
    void aMistakeIsNamedWithFileLineAndWhatWasExpected(String line, String instead, int at, String message) {
        String text = GOOD.replace(line, instead);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(text))
                .withMessageContaining("line.yaml:" + at + ": ")
                .withMessageContaining(message);
    }

    @Test
    void aMissingSectionIsNamedAtItsOwner() {
        String text = GOOD.replace("    station:\n", "    stations:\n");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(text))
                .withMessageContaining("line.yaml:18: unknown key 'stations', did you mean 'station'?");
    }

    @Test
    void doubledIdsPortsAndKeysAreRefused() {
        String second = GOOD.substring(GOOD.indexOf("  - id"), GOOD.indexOf("faults:"));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(GOOD.replace("faults:", second + "faults:")))
                .withMessageContaining("the id 'p1' is used twice");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(GOOD.replace("faults:", second.replace("id: p1", "id: p2") + "faults:")))
                .withMessageContaining("the port 24841 is used twice");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(GOOD.replace("scale: 20", "scale: 20\nscale: 30")))
                .withMessageContaining("line.yaml:3: ");
    }

    @Test
    void whatIsNotYamlIsNamedWithItsLine() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(GOOD.replace("seed: 1", "seed: [1")))
                .withMessageMatching("(?s).*line.yaml:\\d+: .+");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read("just a text"))
                .withMessageContaining("line.yaml:1: the file must be a section of keys");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(""))
                .withMessageContaining("line.yaml:1: ");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> LineFile.read(folder.resolve("none.yaml"), Map.of()))
                .withMessageContaining("none.yaml: there is no such file");
    }

    private LineFile read(String text) throws ConfigException, IOException {
        Path file = folder.resolve("line.yaml");
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        return LineFile.read(file, Map.of("SECRET", "from the environment"));
    }
}
