package org.millwright.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.millwright.simulators.config.LineFile;
import org.millwright.simulators.faults.Fault;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.PlcRefusal;
import org.millwright.simulators.plc.UpdateView;

class SimulatedLineTest {
    private static final Path DEMO = Path.of("..", "config", "simulators", "demo-line.yaml");

    @Test
    void theDemoLineProducesAtItsSlowestPaceAndDrainsWhenFeedingStops() throws Exception {
        SimulatedLine line = SimulatedLine.byHand(LineFile.read(DEMO, Map.of()), SimulatedLine.Options.none());
        line.advance(Duration.ofMinutes(84));
        assertThat(line.controllers().getLast().plc().process().cycleCount()).isBetween(590L, 610L);
        assertThat(states(line)).contains("Execute").doesNotContain("Aborted", "Stopped");

        line.controllers().getFirst().plc().setInfeedEnabled(false);
        line.advance(Duration.ofMinutes(5));

        line.controllers().forEach(each -> each.plc().setInfeedEnabled(false));
        assertThat(states(line)).containsOnly("Stopped");
        assertThat(line.controllers())
                .allSatisfy(each ->
                        assertThat(each.plc().process().partsInStation()).isZero());
    }

    @Test
    void theSameFileSeedAndCommandsGiveTheSameTrace() throws Exception {
        assertThat(trace(OptionalLong.empty())).isEqualTo(trace(OptionalLong.empty()));
        assertThat(trace(OptionalLong.empty())).isNotEqualTo(trace(OptionalLong.of(99)));
    }

    private static List<String> trace(OptionalLong seed) throws Fault.BadFault, PlcRefusal {
        SimulatedLine line = SimulatedLine.byHand(
                TestLine.file(3, false, true),
                new SimulatedLine.Options(false, OptionalDouble.empty(), seed, List.of("p2:power-loss=30")));
        List<String> trace = new ArrayList<>();
        Plc second = line.controllers().get(1).plc();
        second.stage(TestLine.packageOf("2.4.0", "reject-rate=0.3").bytes());
        second.prepare();
        for (int second10 = 0; second10 < 60; second10++) {
            line.advance(Duration.ofSeconds(10));
            if (second10 == 5) {
                second.install(TestLine.URI, "2.4.0", new byte[0]);
            }
            for (SimulatedLine.Controller each : line.controllers()) {
                trace.add(each.plc().process() + " " + each.plc().update() + " "
                        + each.plc().retained());
            }
        }
        return trace;
    }

    @Test
    void controllersKeepTheFilesOrderPortsAndLogin() throws Exception {
        LineFile demo = LineFile.read(DEMO, Map.of());
        SimulatedLine line = SimulatedLine.byHand(demo, SimulatedLine.Options.none());
        assertThat(line.controllers())
                .extracting(each -> each.plc().id() + ":" + each.port())
                .startsWith("st10-loader:24841")
                .endsWith("st60-packer:24846");
        assertThat(line.controllers().get(4).login()).isPresent();

        SimulatedLine.Options anyPort =
                new SimulatedLine.Options(true, OptionalDouble.empty(), OptionalLong.empty(), List.of());
        assertThat(SimulatedLine.byHand(demo, anyPort).controllers())
                .extracting(SimulatedLine.Controller::port)
                .containsOnly(0);
    }

    @Test
    void aWrongFaultIsRefusedAtTheStartAndLater() throws Exception {
        LineFile file = TestLine.file(1, true, true);
        SimulatedLine.Options wrong =
                new SimulatedLine.Options(false, OptionalDouble.empty(), OptionalLong.empty(), List.of("p9:boot-loop"));
        assertThatExceptionOfType(Fault.BadFault.class).isThrownBy(() -> SimulatedLine.start(file, wrong));
        SimulatedLine line = SimulatedLine.byHand(file, SimulatedLine.Options.none());
        assertThatExceptionOfType(Fault.BadFault.class).isThrownBy(() -> line.inject("p1:explode"));
    }

    /** The machine's clock, power news on other threads, a listener that calls back and commands at the same time. */
    @Test
    void onTheMachinesClockAnUpdateEndsAndItsListenersMayCallBack() throws Exception {
        SimulatedLine.Options fast =
                new SimulatedLine.Options(true, OptionalDouble.of(2000), OptionalLong.empty(), List.of());
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (SimulatedLine line = SimulatedLine.start(TestLine.file(3, true, true), fast)) {
            assertThatIllegalStateException().isThrownBy(() -> line.advance(Duration.ofSeconds(1)));
            Plc plc = line.controllers().get(1).plc();
            plc.onPower(new Plc.PowerListener() {
                @Override
                public void up() {
                    seen.add("up " + plc.nameplate().softwareRevision());
                }

                @Override
                public void down() {
                    plc.setInfeedEnabled(true);
                    seen.add("down");
                }
            });
            plc.stage(TestLine.packageOf("2.4.0", "").bytes());
            plc.prepare();
            await(() -> plc.update().prepare() == UpdateView.Prepare.PREPARED_FOR_UPDATE);
            plc.install(TestLine.URI, "2.4.0", new byte[0]);

            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("up 2.3.1");
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("down");
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("up 2.4.0");
        }
    }

    @Test
    void aClosedLineStandsStill() throws Exception {
        SimulatedLine line = SimulatedLine.start(
                TestLine.file(1, true, true),
                new SimulatedLine.Options(true, OptionalDouble.of(2000), OptionalLong.empty(), List.of()));
        Plc plc = line.controllers().getFirst().plc();
        await(() -> plc.process().cycleCount() > 0);
        line.close();
        long cycles = plc.process().cycleCount();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("simulation-test");
        assertThat(plc.process().cycleCount()).isEqualTo(cycles);
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("bound of the wait").isLessThan(until);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static List<String> states(SimulatedLine line) {
        return line.controllers().stream()
                .map(each -> each.plc().process().state())
                .toList();
    }
}
