package org.millwright.simulators.opcua;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.millwright.simulators.config.Login;
import org.millwright.simulators.config.ServerSettings;
import org.millwright.simulators.plc.Plc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One controller on the network: an OPC UA server at {@code opc.tcp://127.0.0.1:<port>/<id>} that comes and goes with
 * the controller's power and keeps its port over reboots.
 *
 * <p>Loopback only. With {@link Settings#login()} only that user gets in; {@link Settings#look()} says what else is asked
 * of clients, and what they find.
 */
public final class PlcServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlcServer.class);

    /** A client that knocks on the empty port during a reboot may hold it for an instant. */
    private static final Duration REBIND_PAUSE = Duration.ofMillis(100);

    private final Plc plc;
    private final RunningServer.Frame frame;
    private @Nullable RunningServer running;
    private RunningServer.Boot boot;
    private boolean powered;
    private boolean closed;

    /**
     * How a server is started.
     *
     * @param port 0 for a free one
     * @param clock real time, for the timeout of file transfers and the validity of the certificate
     */
    public record Settings(int port, Optional<Login> login, ServerSettings look, Clock clock) {
        /** A server that looks as usual. */
        public Settings(int port, Optional<Login> login, Clock clock) {
            this(port, login, ServerSettings.STANDARD, clock);
        }
    }

    private PlcServer(Plc plc, RunningServer.Frame frame) {
        this.plc = plc;
        this.frame = frame;
        this.boot = new RunningServer.Boot(0, identity());
    }

    /**
     * Follows the controller's power from now on.
     *
     * @throws IOException when the controller has power and the port cannot be had
     */
    public static PlcServer start(Plc plc, Settings settings) throws IOException {
        int port = settings.port() == 0 ? FreePorts.next() : settings.port();
        var frame = new RunningServer.Frame(port, settings.login(), settings.look(), settings.clock());
        PlcServer server = new PlcServer(plc, frame);
        plc.onPower(server.new Power());
        if (server.isMissing()) {
            server.close();
            throw new IOException("controller %s: port %d on 127.0.0.1 is in use".formatted(plc.id(), port));
        }
        return server;
    }

    /** The address for clients, also while the controller is off. */
    public String endpoint() {
        return "opc.tcp://127.0.0.1:%d/%s".formatted(frame.port(), plc.id());
    }

    private synchronized boolean isMissing() {
        return powered && running == null;
    }

    private synchronized void appear() {
        if (!powered || closed || running != null) {
            return;
        }
        try {
            running = RunningServer.start(plc, frame, boot);
        } catch (IOException e) {
            LOG.info("{}: {}; trying again", plc.id(), e.getMessage());
            var _ = ServerThreads.SHARED
                    .timers()
                    .schedule(this::appear, REBIND_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private ServerIdentity identity() {
        return ServerIdentity.issue(plc.id(), frame.look(), frame.clock());
    }

    /** What the next boot has of its own is made while the controller is off. */
    private synchronized void prepareNextBoot() {
        boolean changes = frame.look().certificate().changesAtBoot();
        boot = new RunningServer.Boot(boot.number() + 1, changes ? identity() : boot.identity());
    }

    private synchronized void vanish() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    /** Takes the controller off the network for good. The controller itself goes on. */
    @Override
    public synchronized void close() {
        closed = true;
        vanish();
    }

    /** The controller's view of its network presence. */
    private final class Power implements Plc.PowerListener {
        @Override
        public void up() {
            synchronized (PlcServer.this) {
                powered = true;
                appear();
            }
        }

        @Override
        public void down() {
            synchronized (PlcServer.this) {
                powered = false;
                vanish();
                prepareNextBoot();
            }
        }
    }
}
