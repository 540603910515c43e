package org.millwright.simulators.opcua;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.millwright.simulators.config.Login;
import org.millwright.simulators.config.ServerSettings;
import org.millwright.simulators.network.ControllerServer;
import org.millwright.simulators.network.FreePorts;
import org.millwright.simulators.network.Presence;
import org.millwright.simulators.plc.Plc;

/**
 * One controller on the network: an OPC UA server at {@code opc.tcp://127.0.0.1:<port>/<id>} that comes and goes with
 * the controller's power and keeps its port over reboots.
 *
 * <p>Loopback only. With {@link Settings#login()} only that user gets in; {@link Settings#look()} says what else is asked
 * of clients, and what they find.
 */
public final class PlcServer implements ControllerServer {
    private final String endpoint;
    private final Presence presence;

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

    private PlcServer(String endpoint, Presence presence) {
        this.endpoint = endpoint;
        this.presence = presence;
    }

    /**
     * Follows the controller's power from now on.
     *
     * @throws IOException when the controller has power and the port cannot be had
     */
    public static PlcServer start(Plc plc, Settings settings) throws IOException {
        int port = settings.port() == 0 ? FreePorts.next() : settings.port();
        var frame = new RunningServer.Frame(port, settings.login(), settings.look(), settings.clock());
        Presence presence = Presence.follow(plc, port, new Boots(plc, frame));
        return new PlcServer("opc.tcp://127.0.0.1:%d/%s".formatted(port, plc.id()), presence);
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        presence.close();
    }

    /** One server after another; what the next boot has of its own is made while the controller is off. */
    private static final class Boots implements Presence.Site {
        private final Plc plc;
        private final RunningServer.Frame frame;
        private RunningServer.Boot boot;

        Boots(Plc plc, RunningServer.Frame frame) {
            this.plc = plc;
            this.frame = frame;
            this.boot = new RunningServer.Boot(0, ServerIdentity.issue(plc.id(), frame.look(), frame.clock()));
        }

        @Override
        public Presence.Running appear() throws IOException {
            return RunningServer.start(plc, frame, boot);
        }

        @Override
        public void vanished() {
            boolean changes = frame.look().certificate().changesAtBoot();
            boot = new RunningServer.Boot(
                    boot.number() + 1,
                    changes ? ServerIdentity.issue(plc.id(), frame.look(), frame.clock()) : boot.identity());
        }
    }
}
