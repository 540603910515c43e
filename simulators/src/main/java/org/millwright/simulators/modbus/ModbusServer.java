package org.millwright.simulators.modbus;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.millwright.simulators.config.ModbusSettings;
import org.millwright.simulators.config.ModbusSettings.ByteOrder;
import org.millwright.simulators.network.ControllerServer;
import org.millwright.simulators.network.FreePorts;
import org.millwright.simulators.network.Presence;
import org.millwright.simulators.plc.Plc;

/**
 * One controller on the network: a Modbus TCP server on loopback that comes and goes with the controller's power and keeps
 * its port over reboots. Its register map stands in docs/protocols/simulators.md.
 */
public final class ModbusServer implements ControllerServer {
    private final String endpoint;
    private final Presence presence;

    /**
     * How a server is started.
     *
     * @param port 0 for a free one
     * @param clock real time, which the controller's own clock shows
     */
    public record Settings(int port, ModbusSettings look, Clock clock) {}

    private ModbusServer(String endpoint, Presence presence) {
        this.endpoint = endpoint;
        this.presence = presence;
    }

    /**
     * Follows the controller's power from now on.
     *
     * @throws IOException when the controller has power and the port cannot be had
     */
    public static ModbusServer start(Plc plc, Settings settings) throws IOException {
        int port = settings.port() == 0 ? FreePorts.next() : settings.port();
        Presence presence = Presence.follow(plc, port, new Boots(plc, port, settings));
        return new ModbusServer(
                "modbus-tcp:tcp://127.0.0.1:%d?default-unit-identifier=%d"
                        .formatted(port, settings.look().unit()),
                presence);
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        presence.close();
    }

    /** One server after another over the same mailbox, which keeps what is in flash. */
    private static final class Boots implements Presence.Site {
        private final int port;
        private final Connections connections;
        private final Mailbox mailbox;
        private final Requests requests;

        Boots(Plc plc, int port, Settings settings) {
            this.port = port;
            this.connections = new Connections(plc::answersSlowly);
            ModbusSettings look = settings.look();
            Window window = new Window(look.windowBytes());
            ByteOrder order = look.byteOrder();
            this.mailbox =
                    new Mailbox(plc, order, new ProgramMemory(plc, window, look.readableProgram(), connections::cut));
            this.requests = new Requests(
                    plc,
                    new RegisterMap(
                            plc,
                            List.of(new IdentityArea(plc, order, settings.clock())),
                            List.of(
                                    new RecipeArea(plc),
                                    new RetainedArea(plc, order),
                                    new ParameterArea(plc),
                                    mailbox,
                                    new StatusArea(plc, order, mailbox),
                                    window)),
                    look.unit());
        }

        @Override
        public Presence.Running appear() throws IOException {
            return RunningModbusServer.start(port, requests, connections);
        }

        @Override
        public void vanished() {
            mailbox.powerLost();
        }
    }
}
