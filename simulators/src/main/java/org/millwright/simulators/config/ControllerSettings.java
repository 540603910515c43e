package org.millwright.simulators.config;

import java.util.Map;
import java.util.Optional;

/**
 * One controller and its station.
 *
 * @param id last part of the endpoint's path
 * @param port wanted TCP port on loopback, 0 for any free one
 * @param login the one account that may connect; empty when anyone may
 * @param parameters values as commissioned, text by name
 * @param retained values at the start of the simulation by name, without the tag's prefix
 * @param update how its software update looks and behaves
 */
public record ControllerSettings(
        String id,
        int port,
        Optional<Login> login,
        IdentitySettings identity,
        SoftwareSettings software,
        TimingSettings timing,
        StationSettings station,
        Map<String, String> parameters,
        Map<String, RetainedSettings> retained,
        UpdateSettings update) {

    public ControllerSettings {
        parameters = Map.copyOf(parameters);
        retained = Map.copyOf(retained);
    }

    /** A controller with the usual update. */
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
        this(id, port, login, identity, software, timing, station, parameters, retained, UpdateSettings.USUAL);
    }

    /** The same controller with another update. */
    public ControllerSettings with(UpdateSettings otherUpdate) {
        return new ControllerSettings(
                id, port, login, identity, software, timing, station, parameters, retained, otherUpdate);
    }
}
