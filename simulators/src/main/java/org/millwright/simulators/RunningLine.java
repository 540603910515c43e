package org.millwright.simulators;

import java.io.IOException;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.millwright.simulators.config.LineFile;
import org.millwright.simulators.faults.Fault;
import org.millwright.simulators.modbus.ModbusServer;
import org.millwright.simulators.network.ControllerServer;
import org.millwright.simulators.opcua.PlcServer;

/** A simulated line on the network: the way in for the command line and for tests in the same process. */
public final class RunningLine implements AutoCloseable {
    private final SimulatedLine line;
    private final Map<String, ControllerServer> servers = new LinkedHashMap<>();

    private RunningLine(SimulatedLine line) {
        this.line = line;
    }

    /**
     * Starts the line and a server for each of its controllers; all accept clients when this returns.
     *
     * @throws IOException when a port cannot be had; nothing is left running then
     * @throws Fault.BadFault when a fault of the options cannot be used
     */
    public static RunningLine start(LineFile file, SimulatedLine.Options options) throws IOException, Fault.BadFault {
        RunningLine running = new RunningLine(SimulatedLine.start(file, options));
        try {
            running.startServers();
            return running;
        } catch (IOException e) {
            running.close();
            throw e;
        }
    }

    private void startServers() throws IOException {
        for (SimulatedLine.Controller controller : line.controllers()) {
            servers.put(controller.plc().id(), server(controller));
        }
    }

    private static ControllerServer server(SimulatedLine.Controller controller) throws IOException {
        if (controller.modbus().isPresent()) {
            var settings = new ModbusServer.Settings(
                    controller.port(), controller.modbus().get(), Clock.systemUTC());
            return ModbusServer.start(controller.plc(), settings);
        }
        var settings =
                new PlcServer.Settings(controller.port(), controller.login(), controller.server(), Clock.systemUTC());
        return PlcServer.start(controller.plc(), settings);
    }

    /** The address of each controller by its id, in the order of the parts' flow. It stays the same over reboots. */
    public Map<String, String> endpoints() {
        Map<String, String> endpoints = new LinkedHashMap<>();
        servers.forEach((id, server) -> endpoints.put(id, server.endpoint()));
        return Collections.unmodifiableMap(endpoints);
    }

    /** One controller's address. The controller has to exist. */
    public String endpoint(String controller) {
        ControllerServer server = servers.get(controller);
        if (server == null) {
            throw new IllegalArgumentException(
                    "no controller '%s', there are %s".formatted(controller, servers.keySet()));
        }
        return server.endpoint();
    }

    /**
     * Arms a fault, written {@code <controller>:<name>[=<percent>]}.
     *
     * @throws Fault.BadFault when it cannot be used
     */
    public void inject(String fault) throws Fault.BadFault {
        line.inject(fault);
    }

    /**
     * A person switches one controller's power off and on.
     *
     * @throws IllegalArgumentException when the line has no such controller
     */
    public void cyclePower(String controller) {
        line.cyclePower(controller);
    }

    @Override
    public void close() {
        line.close();
        servers.values().forEach(ControllerServer::close);
    }
}
