package org.millwright.upgrade;

import java.util.List;

/** What a run is made of. Each kind has one class in {@code upgrade.step}. */
public enum StepKind {
    /** Identity, revision, hardware, space, clock, certificate, log-in: does the plan fit what is there? */
    ASSESS,
    /** Sends the package into the pending slot while the line produces. */
    STAGE,
    /** Measures the producing line, for validation to compare with. */
    BASELINE,
    /** Stops feeding parts at the line's first station. */
    STOP_INFEED,
    /** Proves by measured tags that the line is empty and still. */
    PROVE_STANDSTILL,
    /** Takes program, parameters, retained data and identity of one controller into the content store. */
    SNAPSHOT,
    /** Reads the whole snapshot set back from the store and gives it its name. */
    SEAL_SNAPSHOT,
    /** Brings a controller into its update state. The first touch. */
    PREPARE,
    /** Installs the staged software, through the reboot, until the controller answers again. */
    INSTALL,
    /** Takes the new software for good, inside the controller's time. */
    CONFIRM,
    /** Reads identity, revision, health and program back. */
    VERIFY,
    /** Writes parameters back where the update loses them; on the way back everything that differs. */
    RESTORE_DATA,
    /** Compares retained data, recipe and parameters with the snapshot. */
    CHECK_DATA,
    /** Leaves the update state. */
    RESUME,
    /** Supervised production compared with the baseline. */
    VALIDATE,
    /** Gives the line back to production. */
    RELEASE_LINE,
    /** Installs the snapshot's software again and takes it for good. */
    REVERT,
    /** Proves by read-back and hash that the controller runs the snapshot's software. */
    PROVE_REVERTED,
    /** Switches every infeed off that can be reached, when the run ends without proof. */
    SECURE_LINE;

    /** The steps that take this one back, in order; empty when it leaves nothing to take back. */
    public List<StepKind> undo() {
        return switch (this) {
            case STOP_INFEED -> List.of(RELEASE_LINE);
            case PREPARE -> List.of(RESUME);
            case INSTALL -> List.of(REVERT, PROVE_REVERTED, RESTORE_DATA, CHECK_DATA);
            case VALIDATE -> List.of(STOP_INFEED, PROVE_STANDSTILL);
            case ASSESS,
                    STAGE,
                    BASELINE,
                    PROVE_STANDSTILL,
                    SNAPSHOT,
                    SEAL_SNAPSHOT,
                    CONFIRM,
                    VERIFY,
                    RESTORE_DATA,
                    CHECK_DATA,
                    RESUME,
                    RELEASE_LINE,
                    REVERT,
                    PROVE_REVERTED,
                    SECURE_LINE -> List.of();
        };
    }
}
