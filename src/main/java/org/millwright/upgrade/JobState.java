package org.millwright.upgrade;

import java.util.Optional;

/**
 * Where a job order stands, in the states of OPC 10031-4 (7.1) and our own sub-states.
 *
 * @param sub always there in what this folds
 */
public record JobState(Top top, Optional<Sub> sub) {
    /** The standard's states. */
    public enum Top {
        NOT_ALLOWED_TO_START(1),
        ALLOWED_TO_START(2),
        RUNNING(3),
        INTERRUPTED(4),
        ENDED(5),
        ABORTED(6);

        private final int number;

        Top(int number) {
            this.number = number;
        }

        /** Its number in the standard. */
        public int number() {
            return number;
        }
    }

    /** Sub-states: the standard's before and after the run and while it is interrupted, ours in between. */
    public enum Sub {
        WAITING,
        READY,
        LOADED,
        DRAINING,
        SNAPSHOTTING,
        FLASHING,
        VALIDATING,
        RELEASING,
        ROLLING_BACK,
        HELD,
        SUSPENDED,
        COMPLETED,
        CLOSED,
        ABORT_ROLLING_BACK,
        ABORT_ROLLED_BACK,
        ABORT_ROLLBACK_FAILED
    }

    static JobState of(Top top, Sub sub) {
        return new JobState(top, Optional.of(sub));
    }

    /** Of an order without a run. */
    static JobState waiting(boolean released) {
        return released ? of(Top.ALLOWED_TO_START, Sub.WAITING) : of(Top.NOT_ALLOWED_TO_START, Sub.READY);
    }

    static JobState of(Run run) {
        boolean overBeforeItBegan = run.revoked() && run.turnedBack().isPresent();
        if (run.aborted() || overBeforeItBegan) {
            return of(Top.ABORTED, aborted(run));
        }
        if (run.finished().isPresent()) {
            boolean workLeft = run.phase() == Phase.NEEDS_ATTENTION;
            return of(Top.ENDED, workLeft ? Sub.COMPLETED : Sub.CLOSED);
        }
        if (run.turnedBack().isEmpty() && !run.drainBegun()) {
            return beforeDrain(run);
        }
        if (run.held().isPresent()) {
            return of(Top.INTERRUPTED, byPerson(run) ? Sub.SUSPENDED : Sub.HELD);
        }
        return run.awaits().isPresent() ? of(Top.INTERRUPTED, Sub.HELD) : of(Top.RUNNING, running(run.phaseUnheld()));
    }

    private static Sub aborted(Run run) {
        return run.finished()
                .map(f ->
                        f.ending() == Event.Ending.NEEDS_ATTENTION ? Sub.ABORT_ROLLBACK_FAILED : Sub.ABORT_ROLLED_BACK)
                .orElse(Sub.ABORT_ROLLING_BACK);
    }

    private static JobState beforeDrain(Run run) {
        boolean staged = run.phaseUnheld() == Phase.DRAINING;
        if (run.revoked()) {
            return of(Top.NOT_ALLOWED_TO_START, staged ? Sub.LOADED : Sub.WAITING);
        }
        if (run.held().isPresent() || run.awaits().isPresent()) {
            return of(Top.ALLOWED_TO_START, Sub.WAITING);
        }
        boolean approved = run.phaseUnheld() == Phase.APPROVED || run.phaseUnheld() == Phase.STAGING;
        return of(Top.ALLOWED_TO_START, staged ? Sub.LOADED : approved ? Sub.READY : Sub.WAITING);
    }

    /** A hold that somebody asked for waits for ever, every other one for so long. */
    private static boolean byPerson(Run run) {
        return run.held()
                .map(row -> (Event.Held) row.event())
                .filter(held -> held.until().isEmpty())
                .isPresent();
    }

    private static Sub running(Phase phase) {
        return switch (phase) {
            case PLANNED, ASSESSED, APPROVED, STAGING, DRAINING -> Sub.DRAINING;
            case SNAPSHOTTING -> Sub.SNAPSHOTTING;
            case FLASHING -> Sub.FLASHING;
            case VALIDATING -> Sub.VALIDATING;
            case RELEASING, COMPLETED -> Sub.RELEASING;
            case HELD, ROLLING_BACK, ROLLED_BACK, ABORTED, NEEDS_ATTENTION -> Sub.ROLLING_BACK;
        };
    }
}
