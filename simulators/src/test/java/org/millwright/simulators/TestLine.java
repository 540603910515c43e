package org.millwright.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.millwright.simulators.config.ControllerSettings;
import org.millwright.simulators.config.IdentitySettings;
import org.millwright.simulators.config.LineFile;
import org.millwright.simulators.config.RetainedSettings;
import org.millwright.simulators.config.SoftwareSettings;
import org.millwright.simulators.config.StationSettings;
import org.millwright.simulators.config.TimingSettings;
import org.millwright.simulators.faults.Fault;
import org.millwright.simulators.plc.PackageImage;
import org.millwright.simulators.plc.PackageTool;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.PlcRefusal;
import org.millwright.simulators.plc.UpdateView.Installation;
import org.millwright.simulators.plc.UpdateView.Prepare;

/** A small line on a hand-moved clock, with the phases of an update as short words. The controllers are p1, p2, ... */
public final class TestLine {
    public static final String URI = "urn:halden:controls";
    public static final int PREPARE_S = 10;
    public static final int INSTALL_S = 60;
    public static final int BOOT_S = 40;
    public static final int RESUME_S = 4;
    /** Simulated seconds in a real one. */
    public static final int SCALE = 20;

    private static final byte[] ANY_HASH = {};

    private final SimulatedLine line;

    private TestLine(SimulatedLine line) {
        this.line = line;
    }

    public static TestLine withFaults(String... faults) {
        return of(file(1, true, true), faults);
    }

    public static TestLine of(LineFile file, String... faults) {
        try {
            return new TestLine(SimulatedLine.byHand(
                    file,
                    new SimulatedLine.Options(false, OptionalDouble.empty(), OptionalLong.empty(), List.of(faults))));
        } catch (Fault.BadFault bad) {
            throw new AssertionError(bad);
        }
    }

    public static LineFile file(int stations, boolean keepsParameters, boolean fallbackSlot) {
        SoftwareSettings software = new SoftwareSettings("2.3.1", 1000, keepsParameters, fallbackSlot);
        List<ControllerSettings> controllers = IntStream.rangeClosed(1, stations)
                .mapToObj(number -> controller("p" + number, software))
                .toList();
        return new LineFile("test", SCALE, 7, controllers, List.of());
    }

    private static ControllerSettings controller(String id, SoftwareSettings software) {
        return new ControllerSettings(
                id,
                0,
                Optional.empty(),
                new IdentitySettings("Halden Controls", URI, "HC-210", "HC", 4, "S1"),
                software,
                new TimingSettings(seconds(PREPARE_S), seconds(INSTALL_S), seconds(BOOT_S), seconds(RESUME_S)),
                new StationSettings(seconds(6), 0.01, 0, 0, 2, "R1"),
                Map.of("force", "18.5", "tool", "PT-31"),
                Map.of(
                        "TotalParts", new RetainedSettings(1000L, 1),
                        "ToolWear", new RetainedSettings(12.5, 0.5),
                        "LastMaintenance", new RetainedSettings("2026-09-14", 0)));
    }

    public SimulatedLine line() {
        return line;
    }

    public Plc plc() {
        return line.controllers().getFirst().plc();
    }

    public Plc plc(int index) {
        return line.controllers().get(index).plc();
    }

    public void advance(double simulatedS) {
        line.advance(Duration.ofMillis(Math.round(simulatedS * 1000)));
    }

    /** Moves the clock until it is so, at most an hour; returns the simulated seconds that it took. */
    public double until(BooleanSupplier so) {
        for (int ms = 0; ms <= 3_600_000; ms += 20) {
            if (so.getAsBoolean()) {
                return ms / 1000.0;
            }
            line.advance(Duration.ofMillis(20));
        }
        throw new AssertionError("it never came to that");
    }

    public static PackageImage packageOf(String revision, String effects) {
        try {
            return PackageTool.build(
                    new PackageTool.Fields("Halden Controls", URI, "HC-210", revision, "3..5", effects), 1000);
        } catch (PlcRefusal refusal) {
            throw new AssertionError(refusal);
        }
    }

    /** As {@link #packageOf} without effects, with a patch identifier. */
    public static PackageImage patched(String revision, String patch) {
        try {
            return PackageTool.build(
                    new PackageTool.Fields("Halden Controls", URI, "HC-210", revision, "3..5", "", patch), 1000);
        } catch (PlcRefusal refusal) {
            throw new AssertionError(refusal);
        }
    }

    public void prepare() throws PlcRefusal {
        plc().prepare();
        until(() -> plc().update().prepare() == Prepare.PREPARED_FOR_UPDATE);
    }

    /** Stages, prepares and begins to install; the state is Installing. */
    public void beginInstall(String revision, String effects) throws PlcRefusal {
        plc().stage(packageOf(revision, effects).bytes());
        prepare();
        install(revision);
    }

    public void install(String revision) throws PlcRefusal {
        plc().install(URI, revision, ANY_HASH);
    }

    /** Until the controller is back after the reboot of an installation. */
    public void untilRebooted() {
        PowerLog log = new PowerLog();
        plc().onPower(log);
        until(() -> log.calls.equals(List.of("up", "down", "up")));
        assertThat(plc().update().installation()).isNotEqualTo(Installation.INSTALLING);
    }

    public String revision() {
        return plc().slots().current().revision();
    }

    /** What a server is told. */
    public static final class PowerLog implements Plc.PowerListener {
        public final List<String> calls = new ArrayList<>();

        @Override
        public void up() {
            calls.add("up");
        }

        @Override
        public void down() {
            calls.add("down");
        }
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
