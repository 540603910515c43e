package org.millwright.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/** This process's heap around something: in use after a collection before and after, and the most in between. */
final class Heap {
    private static final List<MemoryPoolMXBean> POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();

    private final long before;

    /**
     * Bytes.
     *
     * @param peak with the garbage that nobody has collected yet, the pools' peaks added up
     */
    record Use(long before, long peak, long after) {}

    private Heap() {
        this.before = collected();
        POOLS.forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    static Heap watch() {
        return new Heap();
    }

    Use soFar() {
        long peak = POOLS.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        return new Use(before, peak, collected());
    }

    private static long collected() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
