package org.millwright.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/** This process's heap around one of our transfers. */
final class Heap {
    private static final List<MemoryPoolMXBean> POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();

    private final long before;
    private long mostLive;

    /**
     * Bytes.
     *
     * @param before after a collection
     * @param mostLive after collections in the midst of the transfer; as before when nobody looked
     * @param peak with the garbage that nobody has collected yet, the pools' peaks added up
     * @param after after a collection
     */
    record Use(long before, long mostLive, long peak, long after) {}

    private Heap() {
        this.before = collected();
        this.mostLive = before;
        POOLS.forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    static Heap watch() {
        return new Heap();
    }

    /** Collects and looks what is left; no time is measured where this is called. */
    void look() {
        mostLive = Math.max(mostLive, collected());
    }

    Use end() {
        long peak =
                POOLS.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        return new Use(before, mostLive, peak, collected());
    }

    private static long collected() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
