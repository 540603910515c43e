package org.millwright.simulators.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.millwright.simulators.config.UpdateSettings.Loading;
import org.millwright.simulators.config.UpdateSettings.ScanSettings;
import org.millwright.simulators.config.UpdateSettings.Spec;

/** The {@code update:} section of a controller in a simulator file. */
class UpdateSectionTest {
    private static final Path DEMO = Path.of("..", "config", "simulators", "demo-line.yaml");

    @TempDir
    Path folder = Path.of(".");

    @Test
    void aControllerWithoutTheSectionIsUpdatedAsUsual() throws Exception {
        assertThat(first("").update()).isEqualTo(UpdateSettings.USUAL);
        assertThat(first("    update: {}\n").update()).isEqualTo(UpdateSettings.USUAL);
    }

    @Test
    void everyKeyArrives() throws Exception {
        UpdateSettings update = first("""
                    update:
                      spec: "1.03"
                      loading: filesystem
                      with: [Lock, UpdateKey, WriteBlockSize]
                      without: [PrepareResume, Hash]
                      updateKey: sesame
                      writeBlockSize: 512
                      powerCycleAfterSeconds: 20
                      scan: {baseMs: 2, loadMsPerMBps: 1.5}
                """).update();
        assertThat(update)
                .isEqualTo(new UpdateSettings(
                        Spec.V1_03,
                        Loading.FILESYSTEM,
                        UpdateSettings.USUAL
                                .with(UpdateOption.LOCK, UpdateOption.UPDATE_KEY, UpdateOption.WRITE_BLOCK_SIZE)
                                .without(UpdateOption.PREPARE_RESUME, UpdateOption.HASH)
                                .options(),
                        "sesame",
                        512,
                        Optional.of(Duration.ofSeconds(20)),
                        new ScanSettings(2, 1.5)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            spec: '1.06'                        | 'spec' must be one of 1.03, 1.04, 1.05, found '1.06'
            loading: tape                       | 'loading' must be one of cached, direct, filesystem, found 'tape'
            without: [Resume]                   | unknown option 'Resume', there are: PrepareForUpdate, PrepareResume,
            with: [lock]                        | unknown option 'lock', there are:
            "with: [Lock], without: [Lock]"     | 'Lock' stands in 'with' too
            with: [UpdateKey]                   | 'updateKey' and the option UpdateKey go together
            updateKey: x                        | 'updateKey' and the option UpdateKey go together
            writeBlockSize: 0                   | 'writeBlockSize' must be a whole number from 1
            lock: true                          | unknown key 'lock'
            """)
    void aMistakeIsNamedWithWhatWouldBeRight(String update, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> first("    update: {" + update + "}\n"))
                .withMessageContaining("line.yaml:")
                .withMessageContaining(message);
    }

    /** The demo line's first controller with more in its section. */
    private ControllerSettings first(String section) throws ConfigException, IOException {
        String demo = Files.readString(DEMO);
        Path file = folder.resolve("line.yaml");
        Files.writeString(file, demo.replaceFirst("(?m)^    identity:\n", section + "    identity:\n"));
        return LineFile.read(file, Map.of()).controllers().getFirst();
    }
}
