package org.millwright.bench;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** One job order after another, call by call: a call waits for the answer to the one before, and its clock runs on. */
final class MesLane {
    private final MesCaller caller;
    private final String line;
    private final String name;
    private final Queue<MesCall> left = new ArrayDeque<>();
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    private int orders;

    MesLane(MesCaller caller, String line, String name) {
        this.caller = caller;
        this.line = line;
        this.name = name;
    }

    /** Makes the next call; the answer comes later. */
    void next(Latencies.Planned planned) {
        if (left.isEmpty()) {
            left.addAll(MesCall.life(orders++));
        }
        MesCall call = Objects.requireNonNull(left.poll());
        String order = name + "-" + orders;
        last = last.thenCompose(_ -> caller.call(call, line, order, planned));
    }

    CompletableFuture<?> last() {
        return last;
    }
}
