package org.millwright.upgrade;

/** Where a run stands, as everyone sees it. */
public enum Phase {
    /** Requested; being assessed. */
    PLANNED,
    /** Assessed without a blocking finding; a PRODUCTION run waits here for approval. */
    ASSESSED,
    APPROVED,
    STAGING,
    DRAINING,
    SNAPSHOTTING,
    FLASHING,
    VALIDATING,
    RELEASING,
    COMPLETED,
    /** Waits at a safe point for a person. */
    HELD,
    ROLLING_BACK,
    /** Ended: every touched controller is proven to be back on the snapshot, the line produces. */
    ROLLED_BACK,
    /** Ended before any controller was touched. */
    ABORTED,
    /** Ended without proof: a person has to act, see the bench cards. */
    NEEDS_ATTENTION;

    /** Whether the run is over. */
    public boolean ended() {
        return switch (this) {
            case COMPLETED, ROLLED_BACK, ABORTED, NEEDS_ATTENTION -> true;
            case PLANNED,
                    ASSESSED,
                    APPROVED,
                    STAGING,
                    DRAINING,
                    SNAPSHOTTING,
                    FLASHING,
                    VALIDATING,
                    RELEASING,
                    HELD,
                    ROLLING_BACK -> false;
        };
    }
}
