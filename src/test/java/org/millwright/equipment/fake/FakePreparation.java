package org.millwright.equipment.fake;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.UpdateState.Preparation;

/** The PrepareForUpdate machine of a fake controller (OPC 10000-100 8.4.8). */
final class FakePreparation {
    private final Agenda agenda;
    private final FakeSettings settings;
    private final Faults faults;
    private final Listener listener;

    private Preparation state;
    private Agenda.@Nullable Entry preparing;

    /** What preparing does to the rest of the controller. */
    interface Listener {
        void works(String what, Duration time);

        void says(String words);

        void standingChanged();
    }

    FakePreparation(Agenda agenda, FakeSettings settings, Faults faults, Listener listener) {
        this.agenda = agenda;
        this.settings = settings;
        this.faults = faults;
        this.listener = listener;
        this.state = settings.capabilities().preparation() ? Preparation.IDLE : Preparation.NONE;
    }

    Preparation state() {
        return state;
    }

    void prepare() throws EquipmentException {
        if (state != Preparation.IDLE) {
            throw FakeUpdate.refused("Bad_InvalidState", "preparation is " + state);
        }
        state = Preparation.PREPARING;
        listener.works("Preparing", settings.times().preparing());
        listener.standingChanged();
        if (faults.take(Fault.StuckPreparing.class).isPresent()) {
            return;
        }
        boolean refuses = faults.take(Fault.RefusePrepare.class).isPresent();
        preparing = agenda.in(settings.times().preparing(), refuses ? this::failed : this::prepared);
    }

    private void prepared() {
        preparing = null;
        state = Preparation.PREPARED;
        listener.says("Prepared for update");
    }

    private void failed() {
        preparing = null;
        state = Preparation.IDLE;
        listener.says("Preparation failed: axis not in home position");
        listener.standingChanged();
    }

    void resume() throws EquipmentException {
        switch (state) {
            case PREPARING -> {
                if (preparing != null) {
                    agenda.cancel(preparing);
                    preparing = null;
                }
                resumed();
            }
            case PREPARED -> {
                state = Preparation.RESUMING;
                agenda.in(settings.times().resuming(), this::resumed);
            }
            case NONE, IDLE, RESUMING -> throw FakeUpdate.refused("Bad_InvalidState", "preparation is " + state);
        }
    }

    private void resumed() {
        state = Preparation.IDLE;
        listener.says("");
        listener.standingChanged();
    }
}
