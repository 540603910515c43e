package org.millwright.simulators.plc;

import org.millwright.simulators.config.TimingSettings;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.faults.FaultKind;
import org.millwright.simulators.faults.FaultPlan;
import org.millwright.simulators.plc.UpdateView.Prepare;

/**
 * PrepareForUpdate of OPC 10000-100 8.4.8. The only way out of PreparedForUpdate is to resume: by the method, or where that
 * is not offered by itself after an update, or by Abort when there was none.
 */
final class PrepareMachine {
    private final TimingSettings timing;
    private final boolean abortsResuming;
    private final boolean hasResume;
    private State state = new Idle();

    PrepareMachine(TimingSettings timing, UpdateSettings shape) {
        this.timing = timing;
        this.abortsResuming = shape.spec() == UpdateSettings.Spec.V1_05;
        this.hasResume = shape.offers(UpdateOption.PREPARE_RESUME);
    }

    /** What a step brought. */
    enum Event {
        NOTHING,
        PREPARED,
        REFUSED,
        RESUMED
    }

    private enum Ending {
        PREPARED,
        REFUSED,
        NEVER
    }

    private sealed interface State {}

    private record Idle() implements State {}

    private record Preparing(Ending ending, long elapsedMs) implements State {}

    private record Prepared(boolean updated) implements State {}

    private record Resuming(long elapsedMs) implements State {}

    void prepare(FaultPlan faults) throws PlcRefusal {
        if (!(state instanceof Idle)) {
            throw PlcRefusal.invalidState("PrepareForUpdate is not Idle");
        }
        Ending ending = Ending.PREPARED;
        if (faults.fires(FaultKind.REFUSE_PREPARE)) {
            ending = Ending.REFUSED;
        } else if (faults.fires(FaultKind.STICK_PREPARING)) {
            ending = Ending.NEVER;
        }
        state = new Preparing(ending, 0);
    }

    void abort() throws PlcRefusal {
        state = switch (state) {
            case Preparing _ -> new Idle();
            case Resuming _ when abortsResuming -> new Idle();
            case Prepared _ when !hasResume -> new Resuming(0);
            case Idle _, Prepared _, Resuming _ ->
                throw PlcRefusal.invalidState("PrepareForUpdate cannot be aborted in this state");
        };
    }

    void resume() throws PlcRefusal {
        if (!(state instanceof Prepared)) {
            throw PlcRefusal.invalidState("PrepareForUpdate is not PreparedForUpdate");
        }
        state = new Resuming(0);
    }

    /** An installation begins; without a Resume method its end is what resumes. */
    void updateBegins() {
        if (state instanceof Prepared) {
            state = new Prepared(true);
        }
    }

    /** True when nobody else will resume: the update that was begun is over when the caller says so. */
    boolean resumesByItself() {
        return !hasResume && state instanceof Prepared(boolean updated) && updated;
    }

    /** What {@link #resumesByItself} announces. */
    void resumeNow() {
        state = new Resuming(0);
    }

    /** PreparedForUpdate outlives a power loss, what was on its way does not. */
    void powerLost() {
        if (!(state instanceof Prepared)) {
            state = new Idle();
        }
    }

    Event step(long stepMs) {
        return switch (state) {
            case Idle _, Prepared _ -> Event.NOTHING;
            case Preparing(Ending ending, long elapsedMs) -> preparing(ending, elapsedMs + stepMs);
            case Resuming(long elapsedMs) -> resuming(elapsedMs + stepMs);
        };
    }

    private Event preparing(Ending ending, long elapsedMs) {
        long wholeMs = timing.prepare().toMillis();
        switch (ending) {
            case PREPARED -> {
                if (elapsedMs >= wholeMs) {
                    state = new Prepared(false);
                    return Event.PREPARED;
                }
            }
            case REFUSED -> {
                if (elapsedMs >= wholeMs / 2) {
                    state = new Idle();
                    return Event.REFUSED;
                }
            }
            case NEVER -> elapsedMs = Math.min(elapsedMs, wholeMs * 9 / 10);
        }
        state = new Preparing(ending, elapsedMs);
        return Event.NOTHING;
    }

    private Event resuming(long elapsedMs) {
        if (elapsedMs >= timing.resume().toMillis()) {
            state = new Idle();
            return Event.RESUMED;
        }
        state = new Resuming(elapsedMs);
        return Event.NOTHING;
    }

    Prepare view() {
        return switch (state) {
            case Idle _ -> Prepare.IDLE;
            case Preparing _ -> Prepare.PREPARING;
            case Prepared _ -> Prepare.PREPARED_FOR_UPDATE;
            case Resuming _ -> Prepare.RESUMING;
        };
    }

    /** 0 in Idle and PreparedForUpdate. */
    int percent() {
        return switch (state) {
            case Idle _, Prepared _ -> 0;
            case Preparing(Ending _, long elapsedMs) ->
                (int) (100 * elapsedMs / timing.prepare().toMillis());
            case Resuming(long elapsedMs) ->
                (int) (100 * elapsedMs / timing.resume().toMillis());
        };
    }
}
