package org.millwright.equipment.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.millwright.equipment.opcua.ShapedPlc.UPGRADE;
import static org.millwright.equipment.opcua.TestDriver.LIMIT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.millwright.equipment.Image;
import org.millwright.equipment.Session;
import org.millwright.equipment.TestPackage;
import org.millwright.release.Sha256;
import org.millwright.simulators.config.ServerSettings;
import org.millwright.simulators.config.ServerSettings.Answers;
import org.millwright.simulators.config.ServerSettings.Answers.Limits;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.config.UpdateSettings.Loading;

/** A program that is large enough to be read by several files at once comes back whole, whatever the server bears. */
class ParallelReadingTest {
    private static final int BYTES = 6_000_001;

    private static ServerSettings with(Limits limits) {
        Answers usual = ServerSettings.STANDARD.answers();
        return ServerSettings.STANDARD.with(
                new Answers(usual.delayMs(), usual.maxReferences(), usual.subscriptions(), limits));
    }

    static List<Limits> limits() {
        Limits usual = Limits.STANDARD;
        return List.of(
                usual,
                new Limits(64 * 1024, usual.maxMessageBytes(), Optional.empty()),
                new Limits(usual.maxByteStringLength(), 128 * 1024, Optional.empty()),
                new Limits(usual.maxByteStringLength(), usual.maxMessageBytes(), Optional.of(2)));
    }

    private static Sha256 program(Session session) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        session.readProgram(out, LIMIT);
        return Sha256.of(out.toByteArray());
    }

    @ParameterizedTest
    @MethodSource("limits")
    void theWholeProgramComesInItsOrder(Limits limits) throws Exception {
        try (ShapedPlc plc = new ShapedPlc(UpdateSettings.USUAL, BYTES, with(limits))) {
            assertThat(program(plc.session()))
                    .isEqualTo(plc.state().currentHash().orElseThrow());
            assertThat(program(plc.session()))
                    .as("nothing stays open")
                    .isEqualTo(plc.state().currentHash().orElseThrow());
        }
    }

    @Test
    void filesThatAreReadyLaterAreWaitedFor() throws Exception {
        UpdateSettings slow = UpdateSettings.USUAL.with(UpdateOption.ASYNC_COMPLETION);
        try (ShapedPlc plc = new ShapedPlc(slow, BYTES, ServerSettings.STANDARD)) {
            Sha256 hash = plc.state().currentHash().orElseThrow();
            plc.whileTimePasses(() -> assertThat(read(plc.session())).isEqualTo(hash));
        }
    }

    private static Sha256 read(Session session) throws IOException {
        try {
            return program(session);
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Test
    void aFileOfTheControllersOwnIsOpenedSeveralTimes() throws Exception {
        TestPackage large = new TestPackage(UPGRADE.software(), "1..9", Map.of(), BYTES);
        try (ShapedPlc plc = new ShapedPlc(UpdateSettings.USUAL.as(Loading.FILESYSTEM))) {
            Image image = plc.stage(large);
            plc.prepare();
            plc.install(image, Duration.ofMinutes(2));
            plc.untilBack();

            assertThat(program(plc.session())).isEqualTo(image.sha256());
        }
    }

    @Test
    void aStoreThatFailsEndsItAndTheSessionLivesOn() throws Exception {
        try (ShapedPlc plc = new ShapedPlc(UpdateSettings.USUAL, BYTES, ServerSettings.STANDARD)) {
            Session session = plc.session();
            OutputStream full = new OutputStream() {
                private int left = 3_000_000;

                @Override
                public void write(int one) throws IOException {
                    if (--left < 0) {
                        throw new IOException("no space left");
                    }
                }

                @Override
                public void write(byte[] bytes, int from, int count) throws IOException {
                    left -= count;
                    if (left < 0) {
                        throw new IOException("no space left");
                    }
                }
            };

            assertThatIOException()
                    .isThrownBy(() -> session.readProgram(full, LIMIT))
                    .withMessageContaining("no space left");
            assertThat(program(session)).isEqualTo(plc.state().currentHash().orElseThrow());
        }
    }
}
