package org.millwright.equipment.fake;

import static org.millwright.equipment.EquipmentException.Kind.REFUSED;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.UpdateState;
import org.millwright.equipment.UpdateState.Health;
import org.millwright.equipment.UpdateState.Installation;
import org.millwright.equipment.UpdateState.Preparation;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.release.Sha256;

/**
 * The software slots and update state machines of a fake controller (OPC 10000-100 ch. 8).
 *
 * <p>An installation takes its time, then the controller reboots: it is gone for the boot time and comes back with the
 * new software, still prepared. With confirmation it then waits and takes no other software; without an answer it
 * reboots again into the slots as they were before. The choices are those of docs/protocols/simulators.md.
 */
final class FakeUpdate implements FakePreparation.Listener {
    private static final int BOOT_LOOPS = 3;

    private final Agenda agenda;
    private final FakeSettings settings;
    private final Faults faults;
    private final FakeMachine machine;

    private FakeProgram current;
    private Optional<FakeProgram> pending = Optional.empty();
    private Optional<FakeProgram> fallback = Optional.empty();
    private final FakePreparation preparation;
    private final Installation resting;
    private Installation installation;
    private Instant workStarted;
    private Duration workTime = Duration.ZERO;
    private String text = "";
    private int vendorErrorCode;
    private Agenda.@Nullable Entry confirmBy;
    private boolean onTrial;
    private boolean bare;
    private @Nullable Runnable powerCycled;
    private Runnable confirmed = () -> {};

    FakeUpdate(Agenda agenda, FakeSettings settings, Faults faults, FakeMachine machine) {
        this.agenda = agenda;
        this.settings = settings;
        this.faults = faults;
        this.machine = machine;
        this.current = FakeProgram.parse(settings.installed().bytes());
        this.preparation = new FakePreparation(agenda, settings, faults, this);
        this.resting = settings.capabilities().stagesAhead() ? Installation.IDLE : Installation.NONE;
        this.installation = resting;
        this.workStarted = agenda.now();
    }

    UpdateState state(Health health) {
        return new UpdateState(
                preparation.state(),
                installation,
                confirmBy != null,
                powerCycled != null,
                software(),
                bare ? Optional.empty() : Optional.of(current.sha256()),
                pending.map(FakeProgram::slot),
                fallback.map(FakeProgram::slot),
                percent(),
                text,
                vendorErrorCode,
                health,
                Optional.empty());
    }

    private int percent() {
        boolean working = installation == Installation.INSTALLING || preparation.state() == Preparation.PREPARING;
        long passed = Duration.between(workStarted, agenda.now()).toMillis();
        return working && !workTime.isZero() ? (int) Math.min(99, 100 * passed / workTime.toMillis()) : 0;
    }

    FakeProgram current() {
        return current;
    }

    /** What it says that it runs: nothing after a transfer into its only slot that was cut. */
    Software software() {
        Software whole = current.software();
        return bare ? new Software(whole.manufacturerUri(), whole.productCode(), Revision.NONE) : whole;
    }

    boolean bare() {
        return bare;
    }

    void stage(byte[] bytes) throws EquipmentException {
        if (!settings.capabilities().stagesAhead()) {
            throw refused("Bad_NotSupported", "there is no pending slot");
        }
        if (faults.has(Fault.StagesWhenPrepared.class) && preparation.state() != Preparation.PREPARED) {
            throw new EquipmentException(EquipmentException.Kind.NOT_PREPARED, "Bad_InvalidState: prepare it first");
        }
        if (installation == Installation.INSTALLING) {
            throw refused("Bad_InvalidState", "installing");
        }
        requireNoTrial();
        if (faults.take(Fault.CommitRefused.class).isPresent()) {
            throw refused("Bad_InvalidArgument", "payload hash differs from the header's");
        }
        FakeProgram program = parsed(bytes);
        if (!program.software().sameProduct(current.software()) || !program.fits(settings.hardware())) {
            throw refused("Bad_InvalidArgument", program.software() + " does not fit this controller");
        }
        pending = Optional.of(program);
    }

    private static FakeProgram parsed(byte[] bytes) throws EquipmentException {
        try {
            return FakeProgram.parse(bytes);
        } catch (IllegalArgumentException e) {
            throw new EquipmentException(REFUSED, "Bad_InvalidArgument: " + e.getMessage(), e);
        }
    }

    void prepare() throws EquipmentException {
        preparation.prepare();
    }

    void resume() throws EquipmentException {
        if (installation == Installation.INSTALLING) {
            throw refused("Bad_InvalidState", "installing");
        }
        preparation.resume();
    }

    void install(Software software, Sha256 hash, Duration confirmWithin) throws EquipmentException {
        if (installation != Installation.IDLE) {
            throw refused("Bad_InvalidState", "installation is " + installation);
        }
        requireNoTrial();
        if (settings.capabilities().preparation() && preparation.state() != Preparation.PREPARED) {
            throw refused("Bad_InvalidState", "not prepared for an update");
        }
        FakeProgram program = pending.filter(p -> p.software().equals(software))
                .or(() -> fallback.filter(p -> p.software().equals(software)))
                .orElseThrow(() -> refused("Bad_NotFound", software + " is in no slot"));
        if (!program.sha256().equals(hash)) {
            throw refused("Bad_InvalidArgument", "the slot holds another hash");
        }
        installation = Installation.INSTALLING;
        vendorErrorCode = 0;
        Duration time = settings.times().installing();
        works("Installing " + software.revision(), time);
        if (settings.capabilities().powerCycle()) {
            agenda.in(time.dividedBy(2), () -> {
                text = "Switch the power off and on";
                powerCycled = () -> reboot(program, confirmWithin);
            });
            return;
        }
        Optional<Fault.PowerLoss> loss = faults.take(Fault.PowerLoss.class);
        if (!program.behaviour().installs()
                || faults.take(Fault.InstallError.class).isPresent()) {
            agenda.in(time.dividedBy(2), () -> failed("Installing failed: flash verify error", 17));
        } else if (loss.isPresent()) {
            agenda.in(time.multipliedBy(loss.get().percent()).dividedBy(100), this::powerLost);
        } else {
            agenda.in(time, () -> reboot(program, confirmWithin));
        }
    }

    /** A person switches the power off and on. */
    void cyclePower() {
        Runnable next = powerCycled;
        powerCycled = null;
        if (next != null) {
            next.run();
        }
    }

    /** The only slot is being overwritten: what it held works no more. */
    void beginReceiving() throws EquipmentException {
        if (settings.capabilities().preparation() && preparation.state() != Preparation.PREPARED) {
            throw refused("Bad_InvalidState", "not prepared for an update");
        }
        requireNoTrial();
        bare = true;
        text = "Receiving software";
        machine.standingChanged();
    }

    /** All of it was received: it works from the next boot on, at once. */
    void received(byte[] bytes, Duration confirmWithin) throws EquipmentException {
        if (faults.take(Fault.PowerLoss.class).isPresent()) {
            bootOld(settings.times().booting(), () -> idle("Power failed while receiving", 23));
            throw new EquipmentException(EquipmentException.Kind.TIMED_OUT, "power lost");
        }
        boolean damaged = faults.take(Fault.CommitRefused.class).isPresent()
                || faults.take(Fault.InstallError.class).isPresent();
        FakeProgram program = parsed(bytes);
        boolean fits = program.software().sameProduct(current.software()) && program.fits(settings.hardware());
        if (damaged || !fits || !program.behaviour().installs()) {
            idle("The received software cannot be used", 17);
            throw refused("Bad_InvalidArgument", "the received software cannot be used");
        }
        text = "Received, restarting";
        agenda.in(Duration.ofMillis(300), () -> reboot(program, confirmWithin));
    }

    @Override
    public void works(String what, Duration time) {
        text = what;
        workStarted = agenda.now();
        workTime = time;
    }

    private void failed(String why, int code) {
        installation = Installation.ERROR;
        text = why;
        vendorErrorCode = code;
    }

    private void requireNoTrial() throws EquipmentException {
        if (confirmBy != null || onTrial) {
            throw refused("Bad_InvalidState", "the running software waits for its confirmation");
        }
    }

    private void powerLost() {
        bootOld(settings.times().booting(), () -> failed("Power failed while installing", 23));
    }

    private void reboot(FakeProgram program, Duration confirmWithin) {
        Duration boot = settings.times().booting();
        Before before = new Before(current, pending, fallback);
        boolean asksConfirmation = settings.capabilities().confirmation() && !confirmWithin.isZero();
        machine.powerDown();
        if (asksConfirmation && faults.take(Fault.RebootsTwice.class).isPresent()) {
            agenda.in(boot, () -> bootHalfWay(program, before, confirmWithin));
            return;
        }
        if (faults.take(Fault.NeverReturns.class).isPresent()) {
            return;
        }
        if (faults.take(Fault.OldRevision.class).isPresent()) {
            bootOld(boot, () -> {
                bare = false;
                pending = Optional.empty();
                idle("Installation ended", 0);
            });
        } else if (!program.behaviour().boots()) {
            bootOld(boot.multipliedBy(2), () -> wholeAgain("Does not boot, went back to " + current.software(), 31));
        } else if (faults.take(Fault.BootLoop.class).isPresent()) {
            agenda.in(boot, () -> bootAndDie(program, before, asksConfirmation, 1));
        } else if (asksConfirmation && faults.take(Fault.Unconfirmed.class).isPresent()) {
            Duration gone = boot.multipliedBy(2).plus(confirmWithin);
            bootOld(gone, () -> wholeAgain("Reverted: not confirmed in time", 33));
        } else {
            agenda.in(boot, () -> {
                bootNew(program);
                if (asksConfirmation) {
                    confirmBy = agenda.in(confirmWithin, () -> revert(before, 33));
                }
            });
        }
    }

    /** A new boot loader first: it has to be confirmed before the rest is installed. */
    private void bootHalfWay(FakeProgram program, Before before, Duration confirmWithin) {
        text = "Boot loader installed";
        machine.powerUp(current);
        confirmBy = agenda.in(confirmWithin, () -> revert(before, 33));
        confirmed = () -> agenda.in(settings.times().installing(), () -> reboot(program, confirmWithin));
    }

    /** On the network for a quarter of a boot each time, as if all were well; a confirmation does not save it. */
    private void bootAndDie(FakeProgram program, Before before, boolean asksConfirmation, int time) {
        Duration boot = settings.times().booting();
        bootNew(program);
        onTrial = true;
        Duration life = boot.dividedBy(4);
        if (asksConfirmation) {
            confirmBy = agenda.in(life.multipliedBy(2), () -> {});
        }
        agenda.in(life, () -> {
            endTrial();
            if (time == BOOT_LOOPS) {
                revert(before, 32);
            } else {
                machine.powerDown();
                putBack(before);
                agenda.in(boot, () -> bootAndDie(program, before, asksConfirmation, time + 1));
            }
        });
    }

    private void endTrial() {
        onTrial = false;
        if (confirmBy != null) {
            agenda.cancel(confirmBy);
            confirmBy = null;
        }
    }

    private void bootOld(Duration after, Runnable then) {
        machine.powerDown();
        agenda.in(after, () -> {
            then.run();
            machine.powerUp(current);
        });
    }

    private void idle(String why, int code) {
        installation = resting;
        text = why;
        vendorErrorCode = code;
    }

    private void wholeAgain(String why, int code) {
        bare = false;
        idle(why, code);
    }

    private void bootNew(FakeProgram program) {
        bare = false;
        boolean fromPending = pending.filter(p -> p.equals(program)).isPresent();
        boolean fresh = fromPending
                || (resting == Installation.NONE && !program.software().equals(current.software()));
        FakeProgram booted = fresh ? program.spoiledBy(faults) : program;
        fallback = settings.capabilities().fallbackSlot() ? Optional.of(current) : Optional.empty();
        pending = fromPending ? Optional.empty() : pending;
        current = booted;
        idle(booted.software() + " runs", 0);
        machine.firstBoot(booted);
        machine.powerUp(booted);
    }

    /** Slots and parameters are again as they were before the installation; retained data stay as they are. */
    private void revert(Before before, int code) {
        endTrial();
        machine.powerDown();
        agenda.in(settings.times().booting(), () -> {
            FakeProgram tried = current;
            putBack(before);
            idle("%s did not stay, back to %s".formatted(tried.software(), current.software()), code);
            machine.powerUp(current);
        });
    }

    private void putBack(Before before) {
        bare = false;
        current = before.current;
        pending = before.pending;
        fallback = before.fallback;
        machine.reverted();
    }

    void confirm() throws EquipmentException {
        if (confirmBy == null) {
            throw refused("Bad_InvalidState", "not waiting for a confirmation");
        }
        agenda.cancel(confirmBy);
        confirmBy = null;
        Runnable next = confirmed;
        confirmed = () -> {};
        next.run();
    }

    void acknowledgeError() throws EquipmentException {
        if (installation != Installation.ERROR) {
            throw refused("Bad_InvalidState", "installation is " + installation);
        }
        idle("", 0);
    }

    @Override
    public void says(String words) {
        text = words;
    }

    @Override
    public void standingChanged() {
        machine.standingChanged();
    }

    /** Whether the machine has to stand still for the update. */
    boolean standing() {
        return preparation.state() != Preparation.IDLE && preparation.state() != Preparation.NONE;
    }

    static EquipmentException refused(String status, String why) {
        return new EquipmentException(REFUSED, status + ": " + why);
    }

    /** The slots before a trial. */
    private record Before(FakeProgram current, Optional<FakeProgram> pending, Optional<FakeProgram> fallback) {}
}
