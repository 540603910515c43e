package org.millwright.simulators.plc;

import java.time.Duration;
import org.millwright.simulators.faults.FaultKind;
import org.millwright.simulators.faults.FaultPlan;
import org.millwright.simulators.plc.UpdateView.Installation;

/** Installation of OPC 10000-100 8.4.9; its percent is 0 in Idle and kept in Error. */
final class InstallMachine {
    /** Where the two ways to fail strike, in percent of the installation. */
    private static final int REFUSED_AT = 5;

    private static final int FAILED_AT = 60;

    private final Duration duration;
    private State state = new Idle();

    InstallMachine(Duration duration) {
        this.duration = duration;
    }

    private sealed interface State {}

    private record Idle() implements State {}

    private record Installing(PackageImage software, long elapsedMs) implements State {}

    private record Broken(int percent) implements State {}

    /** What a step brought. */
    sealed interface Event {
        record Nothing() implements Event {}

        /** Everything is written, the controller reboots now. */
        record Written(PackageImage software) implements Event {}

        record Failed(PackageImage software, VendorError why) implements Event {}

        /** The state is still Installing; the boot afterwards ends it. */
        record PowerLost(PackageImage software) implements Event {}
    }

    void begin(PackageImage software) throws PlcRefusal {
        requireIdle();
        state = new Installing(software, 0);
    }

    void requireIdle() throws PlcRefusal {
        if (!(state instanceof Idle)) {
            throw PlcRefusal.invalidState("Installation is not Idle");
        }
    }

    void requireNotInstalling() throws PlcRefusal {
        if (state instanceof Installing) {
            throw PlcRefusal.invalidState("Installation is Installing");
        }
    }

    /** Error to Idle. */
    void resume() throws PlcRefusal {
        if (!(state instanceof Broken)) {
            throw PlcRefusal.invalidState("Installation is not in Error");
        }
        state = new Idle();
    }

    /** The boot after the installation is done, with whatever software. */
    void ended() {
        state = new Idle();
    }

    void failed() {
        state = new Broken(percent());
    }

    Event step(long stepMs, FaultPlan faults) {
        if (!(state instanceof Installing(PackageImage software, long elapsedMs))) {
            return new Event.Nothing();
        }
        state = new Installing(software, Math.min(elapsedMs + stepMs, duration.toMillis()));
        int percent = percent();
        if (faults.firesAt(FaultKind.POWER_LOSS, percent).isPresent()) {
            return new Event.PowerLost(software);
        }
        if (percent >= REFUSED_AT && software.header().effects().refuseInstall()) {
            failed();
            return new Event.Failed(software, VendorError.SOFTWARE_REFUSED);
        }
        if (percent >= FAILED_AT && faults.fires(FaultKind.INSTALL_ERROR)) {
            failed();
            return new Event.Failed(software, VendorError.FLASH_FAILED);
        }
        return percent == 100 ? new Event.Written(software) : new Event.Nothing();
    }

    Installation view() {
        return switch (state) {
            case Idle _ -> Installation.IDLE;
            case Installing _ -> Installation.INSTALLING;
            case Broken _ -> Installation.ERROR;
        };
    }

    int percent() {
        return switch (state) {
            case Idle _ -> 0;
            case Installing(PackageImage _, long elapsedMs) -> (int) (100 * elapsedMs / duration.toMillis());
            case Broken(int percent) -> percent;
        };
    }
}
