package org.millwright.equipment;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.equipment.plc4x.Plc4xEquipment;
import org.millwright.plant.Controller;
import org.millwright.plant.Controller.Access;
import org.millwright.plant.Controller.Login;
import org.millwright.plant.Controller.Secret;
import org.millwright.plant.Controller.Security;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Profile;
import org.millwright.simulators.config.ControllerSettings;
import org.millwright.simulators.config.ModbusSettings;
import org.millwright.simulators.config.SoftwareSettings;

/** The contract over Modbus TCP: two simulated controllers with two slots each, and a mailbox. */
class Plc4xEquipmentTest extends EquipmentContract {
    @TempDir
    Path profiles;

    private final Equipment equipment = new FencedEquipment(new Plc4xEquipment(Clock.systemUTC()));
    private SimulatedPlant plant;
    private Profile profile;

    @BeforeEach
    void start() throws Exception {
        plant = new SimulatedPlant(List.of(settings(FIRST, true), settings(SECOND, false)));
        profile = profile(profiles);
    }

    @AfterEach
    void stop() {
        plant.close();
    }

    private ControllerSettings settings(ControllerId id, boolean keepsParameters) {
        SoftwareSettings software = new SoftwareSettings(OLD, 4_096, keepsParameters, true);
        return shaped(SimulatedPlant.settings(id, Optional.empty(), software).with(ModbusSettings.STANDARD));
    }

    ControllerSettings shaped(ControllerSettings settings) {
        return settings;
    }

    Profile profile(Path folder) {
        return ModbusPlant.profile(folder, text -> text);
    }

    @Override
    Capabilities can() {
        return new Capabilities(true, true, true, true, true, true, false);
    }

    @Override
    Traits traits() {
        return Traits.USUAL;
    }

    @Override
    Equipment equipment() {
        return equipment;
    }

    @Override
    Controller controller(ControllerId id) {
        return ModbusPlant.controller(id, plant.endpoint(id), profile);
    }

    @Override
    Controller bare(Controller known) {
        return ModbusPlant.bare(known);
    }

    @Override
    void advance(Duration time) {
        plant.advance(time);
    }

    @Override
    void cyclePower(ControllerId id) {
        plant.cyclePower(id);
    }

    @Override
    Controller unreachable() {
        plant.silence(FIRST);
        return controller(FIRST);
    }

    /** There is no right one either. */
    @Override
    Controller wrongPassword() {
        Login login = new Login.Password("service", new Secret.EnvironmentVariable("ANY"));
        return ModbusPlant.controller(
                SECOND, plant.endpoint(SECOND), profile, new Access(Security.NONE, Optional.of(login)));
    }

    @Override
    String refusedLogIn() {
        return "has no log-in";
    }

    @Override
    void cutNextTransfer() {
        plant.inject("first:cut-transfer=50");
    }

    @Override
    void failNextInstallation() {
        plant.inject("first:install-error");
    }
}
