package org.millwright.equipment;

import java.nio.file.Path;
import org.millwright.plant.Profile;
import org.millwright.simulators.config.ControllerSettings;
import org.millwright.simulators.config.UpdateSettings;

/** The contract over Modbus TCP with controllers that take a program into the only slot they have. */
class Plc4xOneSlotTest extends Plc4xEquipmentTest {
    @Override
    ControllerSettings shaped(ControllerSettings settings) {
        UpdateSettings usual = UpdateSettings.USUAL;
        return settings.with(new UpdateSettings(
                usual.spec(),
                UpdateSettings.Loading.DIRECT,
                usual.options(),
                usual.updateKey(),
                usual.writeBlockSize(),
                usual.powerCycleAfter(),
                usual.scan()));
    }

    @Override
    Profile profile(Path folder) {
        return ModbusPlant.profile(folder, ModbusPlant::withOneSlot);
    }

    @Override
    Capabilities can() {
        return new Capabilities(false, false, true, true, false, true, false);
    }

    @Override
    Traits traits() {
        return new Traits(Way.DIRECT, false, true, true, new Traits.Tells(true, true, true));
    }
}
