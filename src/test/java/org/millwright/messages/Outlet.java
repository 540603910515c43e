package org.millwright.messages;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/** Refuses some messages, then acknowledges some, and then says nothing. */
final class Outlet implements Emitter<String> {
    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private final AtomicInteger refused;
    private final AtomicInteger acknowledged;

    Outlet(int refused, int acknowledged) {
        this.refused = new AtomicInteger(refused);
        this.acknowledged = new AtomicInteger(acknowledged);
    }

    static Outlet takingAll() {
        return new Outlet(0, Integer.MAX_VALUE);
    }

    /** The next message, taken or not; null when none came. */
    @Nullable
    String next() throws InterruptedException {
        return sent.poll(20, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<Void> send(String message) {
        sent.add(message);
        if (refused.getAndDecrement() > 0) {
            return CompletableFuture.failedFuture(new IllegalStateException("refused by the test"));
        }
        return acknowledged.getAndDecrement() > 0 ? CompletableFuture.completedFuture(null) : new CompletableFuture<>();
    }

    @Override
    public <M extends Message<? extends String>> void send(M message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void complete() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void error(Exception e) {
        throw new UnsupportedOperationException(e);
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public boolean hasRequests() {
        return true;
    }
}
