package org.millwright.simulators.modbus;

import com.digitalpetri.modbus.exceptions.ModbusException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.millwright.simulators.TestLine;
import org.millwright.simulators.config.ControllerSettings;
import org.millwright.simulators.config.LineFile;
import org.millwright.simulators.config.ModbusSettings;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.plc.Plc;

/** One simulated controller on a hand-moved clock, behind its real Modbus server, and a client of it. */
final class ModbusController implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-05-04T03:02:01Z");
    static final String OLD = "2.3.1";
    static final String NEW = "2.4.0";

    final TestLine line;
    private final ModbusServer server;
    private final ModbusSettings look;
    private MachineClient client;

    ModbusController(String... faults) throws IOException, ModbusException {
        this(UpdateSettings.USUAL, faults);
    }

    ModbusController(UpdateSettings shape, String... faults) throws IOException, ModbusException {
        this(shape, ModbusSettings.STANDARD, faults);
    }

    ModbusController(UpdateSettings shape, ModbusSettings look, String... faults) throws IOException, ModbusException {
        this.look = look;
        LineFile usual = TestLine.file(1, true, true);
        ControllerSettings controller =
                usual.controllers().getFirst().with(shape).with(look);
        line = TestLine.of(
                new LineFile(usual.line(), usual.scale(), usual.seed(), List.of(controller), List.of()), faults);
        server = ModbusServer.start(line.plc(), new ModbusServer.Settings(0, look, Clock.fixed(NOW, ZoneOffset.UTC)));
        client = connect();
    }

    Plc plc() {
        return line.plc();
    }

    String endpoint() {
        return server.endpoint();
    }

    MachineClient connect() throws ModbusException {
        return MachineClient.connect(server.endpoint(), look.byteOrder());
    }

    MachineClient client() {
        return client;
    }

    MailboxClient mailbox() {
        return new MailboxClient(client);
    }

    /** After a cut or a reboot. */
    void reconnect() throws ModbusException {
        client.close();
        client = connect();
    }

    @Override
    public void close() {
        client.close();
        server.close();
        line.line().close();
    }
}
