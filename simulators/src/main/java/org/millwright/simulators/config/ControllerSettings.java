package org.millwright.simulators.config;

import java.util.Map;
import java.util.Optional;

/**
 * One controller and its station.
 *
 * @param id last part of the endpoint's path
 * @param port wanted TCP port on loopback, 0 for any free one
 * @param login the one account that may connect; empty when anyone may
 * @param server how its server looks on the network
 * @param parameters values as commissioned, text by name
 * @param retained values at the start of the simulation by name, without the tag's prefix
 * @param update how its software update looks and behaves
 * @param modbus how it speaks Modbus TCP; empty when it speaks OPC UA
 */
public record ControllerSettings(
        String id,
        int port,
        Optional<Login> login,
        IdentitySettings identity,
        SoftwareSettings software,
        TimingSettings timing,
        StationSettings station,
        ServerSettings server,
        Map<String, String> parameters,
        Map<String, RetainedSettings> retained,
        UpdateSettings update,
        Optional<ModbusSettings> modbus) {

    public ControllerSettings {
        parameters = Map.copyOf(parameters);
        retained = Map.copyOf(retained);
    }

    /** A controller whose server looks, and whose update is, as usual. */
    public ControllerSettings(
            String id,
            int port,
            Optional<Login> login,
            IdentitySettings identity,
            SoftwareSettings software,
            TimingSettings timing,
            StationSettings station,
            Map<String, String> parameters,
            Map<String, RetainedSettings> retained) {
        this(
                id,
                port,
                login,
                identity,
                software,
                timing,
                station,
                ServerSettings.STANDARD,
                parameters,
                retained,
                UpdateSettings.USUAL,
                Optional.empty());
    }

    /** The same controller with another update. */
    public ControllerSettings with(UpdateSettings changed) {
        return new ControllerSettings(
                id, port, login, identity, software, timing, station, server, parameters, retained, changed, modbus);
    }

    /** The same controller with another look. */
    public ControllerSettings with(ServerSettings changed) {
        return new ControllerSettings(
                id, port, login, identity, software, timing, station, changed, parameters, retained, update, modbus);
    }

    /** The same controller speaking Modbus TCP. */
    public ControllerSettings with(ModbusSettings spoken) {
        return new ControllerSettings(
                id,
                port,
                login,
                identity,
                software,
                timing,
                station,
                server,
                parameters,
                retained,
                update,
                Optional.of(spoken));
    }
}
