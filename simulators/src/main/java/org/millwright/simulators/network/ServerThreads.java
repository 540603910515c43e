package org.millwright.simulators.network;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads of all servers of the process, apart from Milo's own shared ones that a client in the same process uses. */
public record ServerThreads(ExecutorService services, ScheduledExecutorService timers, EventLoopGroup network) {
    private static final int SERVICE_THREADS = 4;
    private static final int TIMER_THREADS = 1;
    private static final int NETWORK_THREADS = 2;

    public static final ServerThreads SHARED = new ServerThreads(
            Executors.newFixedThreadPool(SERVICE_THREADS, named("plc-service")),
            Executors.newScheduledThreadPool(TIMER_THREADS, named("plc-timer")),
            new NioEventLoopGroup(NETWORK_THREADS, named("plc-network")));

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
