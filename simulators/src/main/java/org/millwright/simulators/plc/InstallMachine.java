package org.millwright.simulators.plc;

import java.time.Duration;
import org.millwright.simulators.faults.FaultKind;
import org.millwright.simulators.faults.FaultPlan;
import org.millwright.simulators.plc.UpdateView.Installation;

/**
 * Installation of OPC 10000-100 8.4.9; its percent is 0 in Idle and kept in Error. The delay goes first, with nothing done
 * yet. Where the power has to be cycled, the work stops half-way until that has happened (8.4.10).
 */
final class InstallMachine {
    /** Where the two ways to fail strike, in percent of the installation. */
    private static final int REFUSED_AT = 5;

    private static final int FAILED_AT = 60;
    private static final int STUCK_AT = 90;
    private static final int POWER_CYCLE_AT = 50;

    private final Duration duration;
    private final boolean needsPowerCycle;
    private State state = new Idle();

    InstallMachine(Duration duration, boolean needsPowerCycle) {
        this.duration = duration;
        this.needsPowerCycle = needsPowerCycle;
    }

    /** What is installed: a software, or files that turn out to be none. */
    sealed interface Job {
        record Install(PackageImage software) implements Job {}

        /** In the program memory already, by direct loading; only the start is left. */
        record Start(PackageImage software) implements Job {}

        record Unusable() implements Job {}
    }

    private sealed interface State {}

    private record Idle() implements State {}

    private record Installing(Job job, long delayMs, long elapsedMs, boolean cycled) implements State {}

    private record WaitingForPower(Job job, long elapsedMs) implements State {}

    private record Stuck(long elapsedMs) implements State {}

    private record Broken(int percent) implements State {}

    /** What a step brought. */
    sealed interface Event {
        record Nothing() implements Event {}

        /** Everything is written, the controller reboots now. */
        record Written(PackageImage software) implements Event {}

        record Failed(VendorError why) implements Event {}

        /** The state is still Installing; the boot afterwards ends it. */
        record PowerLost() implements Event {}

        record PowerCycleNeeded() implements Event {}
    }

    /** @param delayMs simulated time before the work begins */
    void begin(Job job, long delayMs) throws PlcRefusal {
        requireIdle();
        long elapsedMs = job instanceof Job.Start ? duration.toMillis() : 0;
        state = new Installing(job, delayMs, elapsedMs, false);
    }

    void requireIdle() throws PlcRefusal {
        if (!(state instanceof Idle)) {
            throw PlcRefusal.invalidState("Installation is not Idle");
        }
    }

    void requireNotInstalling() throws PlcRefusal {
        if (view() == Installation.INSTALLING) {
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

    boolean waitsForPower() {
        return state instanceof WaitingForPower;
    }

    /** The power was off and is on again: the work goes on. */
    void powerCycled() {
        if (state instanceof WaitingForPower(Job job, long elapsedMs)) {
            state = new Installing(job, 0, elapsedMs, true);
        }
    }

    Event step(long stepMs, FaultPlan faults) {
        if (!(state instanceof Installing(Job job, long delayMs, long elapsedMs, boolean cycled))) {
            return new Event.Nothing();
        }
        if (delayMs > 0) {
            state = new Installing(job, delayMs - stepMs, elapsedMs, cycled);
            return new Event.Nothing();
        }
        long workedMs = Math.min(elapsedMs + stepMs, duration.toMillis());
        state = new Installing(job, 0, workedMs, cycled);
        if (needsPowerCycle && !cycled && percent() >= POWER_CYCLE_AT) {
            state = new WaitingForPower(job, workedMs);
            return new Event.PowerCycleNeeded();
        }
        return switch (job) {
            case Job.Install(PackageImage software) -> install(software, workedMs, faults);
            case Job.Start(PackageImage software) -> new Event.Written(software);
            case Job.Unusable _ -> percent() < REFUSED_AT ? new Event.Nothing() : fail(VendorError.BAD_PACKAGE);
        };
    }

    private Event install(PackageImage software, long workedMs, FaultPlan faults) {
        int percent = percent();
        if (faults.firesAt(FaultKind.POWER_LOSS, percent).isPresent()) {
            return new Event.PowerLost();
        }
        if (percent >= REFUSED_AT && software.header().effects().refuseInstall()) {
            return fail(VendorError.SOFTWARE_REFUSED);
        }
        if (percent >= FAILED_AT && faults.fires(FaultKind.INSTALL_ERROR)) {
            return fail(VendorError.FLASH_FAILED);
        }
        if (percent >= STUCK_AT && faults.fires(FaultKind.STICK_INSTALLING)) {
            state = new Stuck(workedMs);
            return new Event.Nothing();
        }
        return percent == 100 ? new Event.Written(software) : new Event.Nothing();
    }

    private Event fail(VendorError why) {
        failed();
        return new Event.Failed(why);
    }

    Installation view() {
        return switch (state) {
            case Idle _ -> Installation.IDLE;
            case Installing _, WaitingForPower _, Stuck _ -> Installation.INSTALLING;
            case Broken _ -> Installation.ERROR;
        };
    }

    /** True when the controller is busy with the installation; in its delay it is not. */
    boolean isWorking() {
        return view() == Installation.INSTALLING
                && !(state instanceof Installing(Job _, long delayMs, long _, boolean _) && delayMs > 0);
    }

    int percent() {
        return switch (state) {
            case Idle _ -> 0;
            case Installing(Job _, long _, long elapsedMs, boolean _) -> percent(elapsedMs);
            case WaitingForPower(Job _, long elapsedMs) -> percent(elapsedMs);
            case Stuck(long elapsedMs) -> percent(elapsedMs);
            case Broken(int percent) -> percent;
        };
    }

    private int percent(long elapsedMs) {
        return (int) (100 * elapsedMs / duration.toMillis());
    }
}
