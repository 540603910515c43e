package org.millwright.equipment;

/**
 * Accompanies every command to a controller, so that a late command of a former owner, or an earlier command of the
 * same one, is refused instead of carried out.
 *
 * @param epoch of the line's lease, rises with every new owner
 * @param command rises with every intent in that epoch
 */
public record Fence(long epoch, long command) implements Comparable<Fence> {
    @Override
    public int compareTo(Fence other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : Long.compare(command, other.command);
    }
}
