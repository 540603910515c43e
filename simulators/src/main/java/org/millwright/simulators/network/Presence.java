package org.millwright.simulators.network;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.millwright.simulators.plc.Plc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a controller's server come and go with the controller's power, on the same port over reboots. */
public final class Presence implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    /** A client that knocks on the empty port during a reboot may hold it for an instant. */
    private static final Duration REBIND_PAUSE = Duration.ofMillis(100);

    private final String controller;
    private final Site site;
    private @Nullable Running running;
    private boolean powered;
    private boolean closed;

    /** What is there from one boot to the next. Calls come one at a time. */
    public interface Site {
        /** Boots a server; an IOException when the port cannot be had. */
        Running appear() throws IOException;

        /** The power is gone, and the server with it. */
        void vanished();
    }

    /** A server that accepts clients until it is closed. */
    public interface Running extends AutoCloseable {
        @Override
        void close();
    }

    private Presence(String controller, Site site) {
        this.controller = controller;
        this.site = site;
    }

    /**
     * Follows the controller's power from now on.
     *
     * @throws IOException when the controller has power and the port cannot be had
     */
    public static Presence follow(Plc plc, int port, Site site) throws IOException {
        Presence presence = new Presence(plc.id(), site);
        plc.onPower(presence.new Power());
        if (presence.isMissing()) {
            presence.close();
            throw new IOException("controller %s: port %d on 127.0.0.1 is in use".formatted(plc.id(), port));
        }
        return presence;
    }

    private synchronized boolean isMissing() {
        return powered && running == null;
    }

    private synchronized void appear() {
        if (!powered || closed || running != null) {
            return;
        }
        try {
            running = site.appear();
        } catch (IOException e) {
            LOG.info("{}: {}; trying again", controller, e.getMessage());
            var _ = ServerThreads.SHARED
                    .timers()
                    .schedule(this::appear, REBIND_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void vanish() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    /** Ends the server for good; the controller's power matters no more. */
    @Override
    public synchronized void close() {
        closed = true;
        vanish();
    }

    /** The controller's view of its network presence. */
    private final class Power implements Plc.PowerListener {
        @Override
        public void up() {
            synchronized (Presence.this) {
                powered = true;
                appear();
            }
        }

        @Override
        public void down() {
            synchronized (Presence.this) {
                powered = false;
                vanish();
                site.vanished();
            }
        }
    }
}
