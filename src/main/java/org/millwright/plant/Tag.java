package org.millwright.plant;

/** The process values of a station that Millwright reads or writes, whatever a controller calls them. */
public enum Tag {
    /** PackML state name. */
    STATE,
    /** True: the station takes parts from upstream. Written to drain and to release the line. */
    INFEED_ENABLED,
    /** Parts in work and on the station's outfeed. */
    PARTS_IN_STATION,
    /** Completed cycles, good and rejected. */
    CYCLE_COUNT,
    /** Completed cycles whose part was rejected. */
    REJECT_COUNT,
    /** Duration of the last completed cycle, milliseconds of the machine's own clock. */
    LAST_CYCLE_TIME_MS,
    /** Texts of the active alarms. */
    ALARMS,
    /** Active recipe; part of the snapshot. */
    RECIPE;

    /** Its key in plant.yaml, for example {@code infeed-enabled}. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
