package org.millwright.simulators.modbus;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.config.UpdateSettings.Loading;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.PlcRefusal;
import org.millwright.simulators.plc.Slots.Software;
import org.millwright.simulators.plc.UpdateView;
import org.millwright.simulators.plc.UpdateView.Prepare;

/** The commands of the mailbox that move no program: activate, prepare, resume, confirm, acknowledge. */
record UpdateCommands(Plc plc) {
    private static final Duration LONGEST_TRIAL = Duration.ofDays(1);

    private boolean offers(UpdateOption option) {
        return plc.updateSettings().offers(option);
    }

    private boolean hasSlots() {
        return plc.updateSettings().loading() == Loading.CACHED;
    }

    private boolean hasTrial() {
        return hasSlots() && offers(UpdateOption.CONFIRMATION);
    }

    /** False when a transfer or an activation has to wait for prepare. */
    boolean isPrepared() {
        return !offers(UpdateOption.PREPARE_FOR_UPDATE) || plc.update().prepare() == Prepare.PREPARED_FOR_UPDATE;
    }

    Outcome activate(Arguments given) throws PlcRefusal {
        if (!hasSlots()) {
            return Outcome.UNKNOWN_COMMAND;
        }
        if (given.slot() > Arguments.FALLBACK) {
            return Outcome.outOfRange("slot %d cannot be activated".formatted(given.slot()));
        }
        if (given.number() > (hasTrial() ? LONGEST_TRIAL.toSeconds() : 0)) {
            return Outcome.outOfRange(
                    hasTrial() ? "a trial has at most a day" : "this controller has no confirmation, give 0 seconds");
        }
        Optional<Software> software = given.slot() == Arguments.PENDING
                ? plc.slots().pending()
                : plc.slots().fallback();
        if (software.isEmpty()) {
            return Outcome.notFound("the slot is empty");
        }
        if (plc.update().waitingForConfirm()) {
            return Outcome.wrongState("the running software is on trial: confirm it first");
        }
        install(software.get(), Duration.ofSeconds(given.number()));
        return Outcome.DONE;
    }

    private void install(Software software, Duration trial) throws PlcRefusal {
        plc.setConfirmationTimeout(trial);
        try {
            plc.install(
                    software.manufacturerUri(),
                    software.revision(),
                    HexFormat.of().parseHex(software.sha256()));
        } catch (PlcRefusal refusal) {
            plc.setConfirmationTimeout(Duration.ZERO);
            throw refusal;
        }
    }

    Outcome prepare() throws PlcRefusal {
        if (!offers(UpdateOption.PREPARE_FOR_UPDATE)) {
            return Outcome.UNKNOWN_COMMAND;
        }
        plc.prepare();
        return Outcome.DONE;
    }

    /** Out of whatever preparation there is. */
    Outcome resume() throws PlcRefusal {
        if (!offers(UpdateOption.PREPARE_FOR_UPDATE)) {
            return Outcome.UNKNOWN_COMMAND;
        }
        UpdateView now = plc.update();
        if (now.prepare() == Prepare.PREPARING || !offers(UpdateOption.PREPARE_RESUME)) {
            plc.abortPrepare();
        } else {
            plc.resumeFromPrepare();
        }
        return Outcome.DONE;
    }

    Outcome confirm() throws PlcRefusal {
        if (!hasTrial()) {
            return Outcome.UNKNOWN_COMMAND;
        }
        plc.confirm();
        return Outcome.DONE;
    }

    Outcome acknowledge() throws PlcRefusal {
        plc.resumeInstallation();
        return Outcome.DONE;
    }

    /** What becomes of the parameters and the power: bit 0 kept, bit 1 has to be cycled, bit 2 reboots. */
    int behaviourBits() {
        boolean keeps = (plc.updateBehavior() & 1) != 0;
        UpdateSettings shape = plc.updateSettings();
        return (keeps ? 1 : 0) | (shape.offers(UpdateOption.POWER_CYCLE) ? 1 << 1 : 0) | 1 << 2;
    }
}
