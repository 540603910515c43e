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
import org.millwright.plant.Software;
import org.millwright.release.Sha256;

/**
 * The software slots and update state machines of a fake controller (OPC 10000-100 ch. 8).
 *
 * <p>An installation takes its time, then the controller reboots: it is gone for the boot time and comes back with the
 * new software, still prepared. With confirmation it then waits; without an answer it reboots again into the slots as
 * they were before.
 */
final class FakeUpdate {
    private final Agenda agenda;
    private final FakeSettings settings;
    private final Faults faults;
    private final Machine machine;

    private FakeProgram current;
    private Optional<FakeProgram> pending = Optional.empty();
    private Optional<FakeProgram> fallback = Optional.empty();
    private Preparation preparation;
    private Installation installation = Installation.IDLE;
    private Instant workStarted;
    private Duration workTime = Duration.ZERO;
    private String text = "";
    private int vendorErrorCode;
    private Agenda.@Nullable Entry preparing;
    private Agenda.@Nullable Entry confirmBy;

    /** What the update does to the rest of the controller. */
    interface Machine {
        void powerDown();

        /** Back on the network, running this software. */
        void powerUp(FakeProgram software);

        /** The first boot of a software: retained data and parameters may suffer. */
        void firstBoot(FakeProgram software);

        /** Software and parameters are back to what they were before the trial. */
        void reverted();

        /** The machine may run, or has to stand. */
        void run(boolean on);
    }

    FakeUpdate(Agenda agenda, FakeSettings settings, Faults faults, Machine machine) {
        this.agenda = agenda;
        this.settings = settings;
        this.faults = faults;
        this.machine = machine;
        this.current = FakeProgram.parse(settings.installed().bytes());
        this.preparation = settings.capabilities().preparation() ? Preparation.IDLE : Preparation.NONE;
        this.workStarted = agenda.now();
    }

    UpdateState state(Health health) {
        return new UpdateState(
                preparation,
                installation,
                confirmBy != null,
                current.software(),
                pending.map(FakeProgram::slot),
                fallback.map(FakeProgram::slot),
                percent(),
                text,
                vendorErrorCode,
                health);
    }

    private int percent() {
        boolean working = installation == Installation.INSTALLING || preparation == Preparation.PREPARING;
        long passed = Duration.between(workStarted, agenda.now()).toMillis();
        return working && !workTime.isZero() ? (int) Math.min(99, 100 * passed / workTime.toMillis()) : 0;
    }

    FakeProgram current() {
        return current;
    }

    void stage(byte[] bytes) throws EquipmentException {
        if (!settings.capabilities().stagesAhead()) {
            throw refused("Bad_NotSupported", "there is no pending slot");
        }
        if (installation == Installation.INSTALLING) {
            throw refused("Bad_InvalidState", "installing");
        }
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
        if (preparation != Preparation.IDLE) {
            throw refused("Bad_InvalidState", "preparation is " + preparation);
        }
        preparation = Preparation.PREPARING;
        work("Preparing", settings.times().preparing());
        machine.run(false);
        if (faults.take(Fault.StuckPreparing.class).isPresent()) {
            return;
        }
        boolean refuses = faults.take(Fault.RefusePrepare.class).isPresent();
        preparing = agenda.in(settings.times().preparing(), refuses ? this::preparationFailed : this::prepared);
    }

    private void prepared() {
        preparing = null;
        preparation = Preparation.PREPARED;
        text = "Prepared for update";
    }

    private void preparationFailed() {
        preparing = null;
        preparation = Preparation.IDLE;
        text = "Preparation failed: axis not in home position";
        machine.run(true);
    }

    void resume() throws EquipmentException {
        if (installation == Installation.INSTALLING) {
            throw refused("Bad_InvalidState", "installing");
        }
        switch (preparation) {
            case PREPARING -> {
                if (preparing != null) {
                    agenda.cancel(preparing);
                    preparing = null;
                }
                resumed();
            }
            case PREPARED -> {
                preparation = Preparation.RESUMING;
                agenda.in(settings.times().resuming(), this::resumed);
            }
            case NONE, IDLE, RESUMING -> throw refused("Bad_InvalidState", "preparation is " + preparation);
        }
    }

    private void resumed() {
        preparation = Preparation.IDLE;
        text = "";
        machine.run(true);
    }

    void install(Software software, Sha256 hash, Duration confirmWithin) throws EquipmentException {
        if (installation != Installation.IDLE) {
            throw refused("Bad_InvalidState", "installation is " + installation);
        }
        if (settings.capabilities().preparation() && preparation != Preparation.PREPARED) {
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
        work("Installing " + software.revision(), time);
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

    private void work(String what, Duration time) {
        text = what;
        workStarted = agenda.now();
        workTime = time;
    }

    private void failed(String why, int code) {
        installation = Installation.ERROR;
        text = why;
        vendorErrorCode = code;
    }

    private void powerLost() {
        bootOld(settings.times().booting(), () -> failed("Power failed while installing", 23));
    }

    private void reboot(FakeProgram program, Duration confirmWithin) {
        Duration boot = settings.times().booting();
        boolean asksConfirmation = settings.capabilities().confirmation() && !confirmWithin.isZero();
        if (faults.take(Fault.NeverReturns.class).isPresent()) {
            machine.powerDown();
        } else if (faults.take(Fault.OldRevision.class).isPresent()) {
            bootOld(boot, () -> idle(""));
        } else if (!program.behaviour().boots()
                || faults.take(Fault.BootLoop.class).isPresent()) {
            bootOld(boot.multipliedBy(3), () -> idle("Boot guard went back to " + current.software()));
        } else if (asksConfirmation && faults.take(Fault.Unconfirmed.class).isPresent()) {
            bootOld(boot.multipliedBy(2).plus(confirmWithin), () -> idle("Reverted: not confirmed in time"));
        } else {
            machine.powerDown();
            agenda.in(boot, () -> bootNew(program, asksConfirmation ? confirmWithin : Duration.ZERO));
        }
    }

    private void bootOld(Duration after, Runnable then) {
        machine.powerDown();
        agenda.in(after, () -> {
            then.run();
            machine.powerUp(current);
        });
    }

    private void idle(String why) {
        installation = Installation.IDLE;
        text = why;
    }

    private void bootNew(FakeProgram program, Duration confirmWithin) {
        Before before = new Before(current, pending, fallback);
        boolean fromPending = pending.filter(p -> p.equals(program)).isPresent();
        FakeProgram booted = fromPending ? spoiled(program) : program;
        fallback = settings.capabilities().fallbackSlot() ? Optional.of(current) : Optional.empty();
        pending = fromPending ? Optional.empty() : pending;
        current = booted;
        idle("");
        machine.firstBoot(booted);
        machine.powerUp(booted);
        if (!confirmWithin.isZero()) {
            confirmBy = agenda.in(confirmWithin, () -> revert(before));
        }
    }

    private FakeProgram spoiled(FakeProgram program) {
        Behaviour behaviour = program.behaviour();
        Optional<Fault.SlowerAfterUpgrade> slower = faults.take(Fault.SlowerAfterUpgrade.class);
        behaviour = slower.isPresent() ? behaviour.slower(slower.get().factor()) : behaviour;
        Optional<Fault.RejectsAfterUpgrade> rejects = faults.take(Fault.RejectsAfterUpgrade.class);
        behaviour = rejects.isPresent() ? behaviour.rejecting(rejects.get().share()) : behaviour;
        Optional<Fault.RetainedReset> reset = faults.take(Fault.RetainedReset.class);
        behaviour = reset.isPresent() ? behaviour.resetting(reset.get().name()) : behaviour;
        behaviour = faults.take(Fault.BadHealth.class).isPresent() ? behaviour.unhealthy() : behaviour;
        return program.behaving(behaviour);
    }

    private void revert(Before before) {
        confirmBy = null;
        machine.powerDown();
        agenda.in(settings.times().booting(), () -> {
            current = before.current;
            pending = before.pending;
            fallback = before.fallback;
            idle("Reverted: not confirmed in time");
            machine.reverted();
            machine.powerUp(current);
        });
    }

    void confirm() throws EquipmentException {
        if (confirmBy == null) {
            throw refused("Bad_InvalidState", "not waiting for a confirmation");
        }
        agenda.cancel(confirmBy);
        confirmBy = null;
    }

    void acknowledgeError() throws EquipmentException {
        if (installation != Installation.ERROR) {
            throw refused("Bad_InvalidState", "installation is " + installation);
        }
        idle("");
        vendorErrorCode = 0;
    }

    boolean standing() {
        return preparation != Preparation.IDLE && preparation != Preparation.NONE;
    }

    private static EquipmentException refused(String status, String why) {
        return new EquipmentException(REFUSED, status + ": " + why);
    }

    /** The slots before a trial. */
    private record Before(FakeProgram current, Optional<FakeProgram> pending, Optional<FakeProgram> fallback) {}
}
