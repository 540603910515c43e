package org.millwright.equipment;

import static org.millwright.equipment.EquipmentException.Kind.REFUSED;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.millwright.plant.ControllerId;

/** Lets commands through to one controller: one at a time, none behind a later one. */
final class Gate {
    private final ControllerId controller;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final AtomicReference<Fence> highest = new AtomicReference<>(new Fence(Long.MIN_VALUE, Long.MIN_VALUE));

    Gate(ControllerId controller) {
        this.controller = controller;
    }

    /** A command, told how much of its limit the waiting has left. */
    interface Command<E extends Exception> {
        void carryOut(Duration left) throws EquipmentException, E;
    }

    /** Throws REFUSED, the controller untouched, when the command comes too late or its turn does not come in time. */
    <E extends Exception> void pass(Fence fence, Duration limit, Command<E> command) throws EquipmentException, E {
        long startNanos = System.nanoTime();
        highest.accumulateAndGet(fence, (a, b) -> a.compareTo(b) >= 0 ? a : b);
        if (!turnComes(limit)) {
            throw new EquipmentException(REFUSED, controller + ": busy with another command, " + fence + " not sent");
        }
        try {
            Fence latest = highest.get();
            if (fence.compareTo(latest) < 0) {
                throw new EquipmentException(REFUSED, "%s: %s comes after %s".formatted(controller, fence, latest));
            }
            command.carryOut(limit.minusNanos(System.nanoTime() - startNanos));
        } finally {
            lock.unlock();
        }
    }

    private boolean turnComes(Duration limit) {
        try {
            return lock.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
