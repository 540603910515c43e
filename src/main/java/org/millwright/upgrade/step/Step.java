package org.millwright.upgrade.step;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.millwright.equipment.EquipmentException;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;
import org.millwright.upgrade.StepKind;

/**
 * One attempt at one step. Looked at again and again until it ends: {@link #observe} first, and only when that finds
 * nothing begun, {@link #obstacle} and then {@link #perform}. So a step that a dead process began is found, not
 * repeated. An attempt keeps what it has seen so far in its own fields.
 */
public interface Step {
    /** What the equipment shows of this step; empty when nothing of it is begun. */
    Optional<Outcome> observe() throws EquipmentException, IOException;

    /** Why the step must not be performed now; empty when nothing stands against it. */
    default Optional<String> obstacle() throws EquipmentException, IOException {
        return Optional.empty();
    }

    /** Acts. Returns at once when the equipment needs longer, with {@link Outcome.Wait}. */
    Outcome perform() throws EquipmentException, IOException;

    /** Time that this attempt has spent sending; it does not count against the step's limit. */
    default Duration transferring() {
        return Duration.ZERO;
    }

    /** Whether each attempt measures anew and so has the step's whole limit. */
    default boolean measures() {
        return false;
    }

    /** One look at the step. */
    default Outcome look() throws EquipmentException, IOException {
        Optional<Outcome> seen = observe();
        if (seen.isPresent()) {
            return seen.get();
        }
        Optional<String> obstacle = obstacle();
        return obstacle.isPresent() ? new Outcome.Refused(obstacle.get()) : perform();
    }

    /** Begins an attempt. */
    static Step of(StepKind kind, Scene scene) {
        return switch (kind) {
            case ASSESS -> new Assess(scene);
            case STAGE -> new Stage(scene);
            case BASELINE -> new MeasureBaseline(scene);
            case STOP_INFEED -> new StopInfeed(scene);
            case PROVE_STANDSTILL -> new ProveStandstill(scene);
            case SNAPSHOT -> new Snapshot(scene);
            case SEAL_SNAPSHOT -> new SealSnapshot(scene);
            case PREPARE -> new Prepare(scene);
            case INSTALL -> new Install(scene);
            case CONFIRM -> new Confirm(scene);
            case VERIFY -> new Verify(scene);
            case RESTORE_DATA -> new RestoreData(scene);
            case CHECK_DATA -> new CheckData(scene);
            case RESUME -> new Resume(scene);
            case VALIDATE -> new Validate(scene);
            case RELEASE_LINE -> new ReleaseLine(scene);
            case REVERT -> new Revert(scene);
            case PROVE_REVERTED -> new ProveReverted(scene);
            case SECURE_LINE -> new SecureLine(scene);
        };
    }
}
