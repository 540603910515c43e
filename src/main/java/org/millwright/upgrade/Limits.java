package org.millwright.upgrade;

import java.time.Duration;
import org.millwright.equipment.Sessions;
import org.millwright.plan.Assessor;
import org.millwright.plan.Plan;

/** Every limit of the core, in one place, each with its reason. */
public final class Limits {
    /** One request to a controller; a healthy one answers in milliseconds, a busy one in seconds. */
    public static final Duration REQUEST = Duration.ofSeconds(10);

    /** Connecting and logging in, certificates included. */
    public static final Duration CONNECT = Duration.ofSeconds(10);

    /** Between two looks at a controller that is working: fine enough for a person, cheap for the network. */
    public static final Duration LOOK = Duration.ofMillis(100);

    /** The same, of one that says by itself when something changes: only in case that this gets lost. */
    public static final Duration LOOK_WATCHED = Duration.ofSeconds(1);

    /** Pause after a first failure to connect; doubles each time. */
    private static final Duration RECONNECT_FIRST = Duration.ofMillis(100);

    /** Longest pause between two tries to connect: a controller on trial must be reached and confirmed in time. */
    private static final Duration RECONNECT_LONGEST = Duration.ofSeconds(1);

    /** However short the time to confirm, less than this connects to nothing. */
    private static final Duration CONNECT_SHORTEST = Duration.ofSeconds(2);

    /** Between two samples of a producing line. */
    public static final Duration SAMPLE = Duration.ofMillis(50);

    /** A lease that is not renewed for this long is free; long enough for a pause of the JVM. */
    public static final Duration LEASE = Duration.ofSeconds(10);

    /** Steps that are a few requests long. */
    public static final Duration SHORT_STEP = Duration.ofSeconds(30);

    /** Transfers and read-backs of one controller. */
    public static final Duration TRANSFER = Duration.ofMinutes(15);

    /** A controller's clock may differ from ours by this much before the assessment refuses. */
    public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /** The store keeps this much room besides twice what the plan needs. */
    public static final long DISK_RESERVE_BYTES = 256L << 20;

    /** Longest reason that is written; a controller's own text may be endless. */
    public static final int REASON_CHARS = 2_000;

    /** First pause before another attempt; doubles each time. */
    public static final Duration RETRY_FIRST = Duration.ofSeconds(1);

    private Limits() {}

    /** How often a step is begun on the way there before the run turns back. */
    static int attempts(StepId step) {
        if (step.leg() == StepId.Leg.BACK) {
            // About a minute of pauses: a switch that reboots must not cost the proof. REVERT has its own long limit.
            return step.kind() == StepKind.REVERT || step.kind() == StepKind.SECURE_LINE ? 4 : 8;
        }
        return switch (step.kind()) {
            // Nothing is touched by these: a second try costs time alone.
            case ASSESS, STAGE, BASELINE, SNAPSHOT, SEAL_SNAPSHOT -> 3;
            // A lost answer is looked after; a plain no turns back, see Lanes.
            case STOP_INFEED,
                    PREPARE,
                    INSTALL,
                    CONFIRM,
                    VERIFY,
                    RESTORE_DATA,
                    CHECK_DATA,
                    RESUME,
                    RELEASE_LINE,
                    REVERT,
                    PROVE_REVERTED,
                    SECURE_LINE -> 3;
            // Then a person is asked, see Lanes.
            case PROVE_STANDSTILL, VALIDATE -> 2;
        };
    }

    /** A try to connect again and the pause after it take at most a quarter of the time to confirm. */
    public static Sessions.Connecting connecting(Plan plan) {
        Duration quarter = plan.flash().confirmWithin().dividedBy(4);
        return new Sessions.Connecting(
                CONNECT,
                shorter(CONNECT, quarter.compareTo(CONNECT_SHORTEST) < 0 ? CONNECT_SHORTEST : quarter),
                RECONNECT_FIRST,
                shorter(RECONNECT_LONGEST, quarter));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    /** What the assessment lets pass; a certificate must outlive every phase of the plan. */
    public static Assessor.Tolerances tolerances(Plan plan) {
        Duration whole = plan.drain()
                .limit()
                .plus(plan.flash().limit())
                .plus(plan.validation().limit());
        return new Assessor.Tolerances(
                REQUEST, CLOCK_SKEW, whole.multipliedBy(2).plus(TRANSFER).plus(plan.patience()));
    }

    /** How long one attempt may take from its intent on; then it counts as unknown. */
    static Duration limit(StepKind kind, Plan plan) {
        return switch (kind) {
            case ASSESS, STOP_INFEED, SECURE_LINE -> SHORT_STEP;
            case PREPARE, RESUME -> longer(SHORT_STEP, plan.flash().limit());
            case STAGE, SNAPSHOT, SEAL_SNAPSHOT, VERIFY, RESTORE_DATA, CHECK_DATA, PROVE_REVERTED -> TRANSFER;
            // The step itself says when the drain took too long; this only catches one that cannot even look.
            case PROVE_STANDSTILL -> plan.drain().limit().plus(SHORT_STEP);
            // An installation may reboot, and wait to be confirmed, several times.
            case INSTALL, CONFIRM -> plan.flash().limit();
            // A controller may first have to give up its trial software by itself.
            case REVERT ->
                plan.flash().limit().multipliedBy(2).plus(plan.flash().confirmWithin());
            case BASELINE, VALIDATE, RELEASE_LINE -> plan.validation().limit().plus(SHORT_STEP);
        };
    }

    /** Pause after so many attempts, 1 or more. */
    static Duration pause(int attempts) {
        return RETRY_FIRST.multipliedBy(1L << Math.min(attempts - 1, 4));
    }
}
