package org.millwright.simulators.plc;

/** How software gets into a controller (OPC 10000-100 8.3.4). Guarded by the line's lock. */
sealed interface Loading permits CachedLoading, DirectLoading, FileLoading {
    static Loading of(Machines machines) {
        return switch (machines.shape().loading()) {
            case CACHED -> new CachedLoading(machines);
            case DIRECT -> new DirectLoading(machines);
            case FILESYSTEM -> new FileLoading();
        };
    }

    /** Whether a package transfer may begin. */
    void admit() throws PlcRefusal;

    /** A block of a package has come; percentages are of the installed package's size. */
    void received();

    /** The controller loses its power in this transfer when the fault for that is due. */
    default boolean losesPowerAt(double percent) {
        return false;
    }

    /** A transfer has ended without a commit. */
    void abandoned();

    /** Refuses when no package may be committed now. */
    void requireCommittable() throws PlcRefusal;

    /** Takes a whole valid package. */
    void commit(PackageImage image) throws PlcRefusal;

    /** Says that it has taken a package, and has not. */
    void pretend();

    /** A transferred package is not usable. */
    void rejected(String why);
}
