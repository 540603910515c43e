package org.millwright.equipment.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.millwright.CommandRun;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.config.UpdateSettings.Loading;
import org.millwright.simulators.config.UpdateSettings.Spec;

/** A server that keeps the standard is not blamed, whatever its shape. */
class ProbeCleanTest {
    private static final UpdateSettings USUAL = UpdateSettings.USUAL;

    @TempDir
    private static Path data = Path.of("");

    static Stream<UpdateSettings> shapes() {
        return Stream.of(
                USUAL,
                USUAL.as(Loading.DIRECT).with(UpdateOption.WRITE_TIMEOUT),
                USUAL.as(Loading.FILESYSTEM),
                USUAL.as(Spec.V1_03),
                USUAL.as(Spec.V1_04).with(UpdateOption.POWER_CYCLE, UpdateOption.LOCK),
                USUAL.withKey("open").withBlocksOf(5_000).with(UpdateOption.PATCH_IDENTIFIERS));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void noDeviationIsFound(UpdateSettings shape) throws Exception {
        try (ShapedPlc plc = new ShapedPlc(shape)) {
            CommandRun run = CommandRun.of("probe", plc.endpoint(), "--data", data.toString());

            assertThat(run.out()).contains("conforms as far as can be seen: 0 errors, 0 warnings");
            assertThat(run.code()).isZero();
        }
    }
}
