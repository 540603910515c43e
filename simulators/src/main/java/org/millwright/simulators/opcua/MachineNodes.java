package org.millwright.simulators.opcua;

import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.opcua.StateNodes.State;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.PlcRefusal;

/** The state machines of the AddIn (OPC 10000-100 8.4.8 to 8.4.11). */
final class MachineNodes {
    /** No update here takes longer; a longer delay or timeout is a client's mistake. */
    private static final Duration MAX_DURATION = Duration.ofDays(1);

    private final Plc plc;
    private final UpdateSettings shape;
    private final Di di;
    private final Names names;

    MachineNodes(Plc plc, Di di) {
        this.plc = plc;
        this.shape = plc.updateSettings();
        this.di = di;
        this.names = di.names();
    }

    private Branch machine(Branch update, String name, int type, Supplier<State> present) {
        Branch machine = update.object(names.name(name), names.id(type));
        StateNodes.add(machine, present);
        return machine;
    }

    private State state(String name, int number) {
        return new State(name, names.id(number));
    }

    private void percent(Branch machine, IntSupplier percent) {
        if (shape.offers(UpdateOption.PERCENT_COMPLETE)) {
            machine.variable(names.name("PercentComplete"), Value.percent(percent));
        }
    }

    void prepareForUpdate(Branch update) {
        Branch machine = machine(update, "PrepareForUpdate", Di.PREPARE_FOR_UPDATE, this::prepareState);
        percent(machine, () -> plc.update().preparePercent());
        machine.method(names.name("Prepare"), Signature.NONE, Action.of(plc::prepare));
        machine.method(names.name("Abort"), Signature.NONE, Action.of(plc::abortPrepare));
        if (shape.offers(UpdateOption.PREPARE_RESUME)) {
            machine.method(names.name("Resume"), Signature.NONE, Action.of(plc::resumeFromPrepare));
        }
    }

    private State prepareState() {
        return switch (plc.update().prepare()) {
            case IDLE -> state("Idle", Di.PREPARE_IDLE);
            case PREPARING -> state("Preparing", Di.PREPARE_PREPARING);
            case PREPARED_FOR_UPDATE -> state("PreparedForUpdate", Di.PREPARE_PREPARED);
            case RESUMING -> state("Resuming", Di.PREPARE_RESUMING);
        };
    }

    /** Without the method that begins an installation, which depends on the loading. */
    Branch installation(Branch update) {
        Branch machine = machine(update, "Installation", Di.INSTALLATION, this::installationState);
        percent(machine, () -> plc.update().installPercent());
        if (shape.offers(UpdateOption.INSTALLATION_DELAY)) {
            machine.variable(
                    names.name("InstallationDelay"),
                    Value.duration(plc::installationDelay)
                            .writable(value -> plc.setInstallationDelay(duration(value))));
        }
        machine.method(names.name("Resume"), Signature.NONE, Action.of(plc::resumeInstallation));
        return machine;
    }

    private State installationState() {
        return switch (plc.update().installation()) {
            case IDLE -> state("Idle", Di.INSTALL_IDLE);
            case INSTALLING -> state("Installing", Di.INSTALL_INSTALLING);
            case ERROR -> state("Error", Di.INSTALL_ERROR);
        };
    }

    void installSoftwarePackage(Branch installation) {
        installation.method(names.name("InstallSoftwarePackage"), di.installSoftwarePackage(), (session, in) -> {
            plc.install(in.softwareName(), in.bytes(3));
            return List.of();
        });
    }

    void powerCycle(Branch update) {
        machine(
                update,
                "PowerCycle",
                Di.POWER_CYCLE,
                () -> plc.update().waitingForPowerCycle()
                        ? state("WaitingForPowerCycle", Di.POWER_WAITING)
                        : state("NotWaitingForPowerCycle", Di.POWER_NOT_WAITING));
    }

    void confirmation(Branch update) {
        Branch machine = machine(update, "Confirmation", Di.CONFIRMATION, this::confirmationState);
        machine.variable(
                names.name("ConfirmationTimeout"),
                Value.duration(() -> plc.update().confirmationTimeout())
                        .writable(value -> plc.setConfirmationTimeout(duration(value))));
        machine.method(names.name("Confirm"), Signature.NONE, Action.of(plc::confirm));
    }

    private State confirmationState() {
        return plc.update().waitingForConfirm()
                ? state("WaitingForConfirm", Di.CONFIRM_WAITING)
                : state("NotWaitingForConfirm", Di.CONFIRM_NOT_WAITING);
    }

    private static Duration duration(Object written) throws PlcRefusal {
        if (written instanceof Double ms && ms >= 0 && ms <= MAX_DURATION.toMillis()) {
            return Duration.ofMillis(Math.round(ms));
        }
        throw new PlcRefusal("Bad_OutOfRange", "a duration in milliseconds from 0 to one day is expected");
    }
}
