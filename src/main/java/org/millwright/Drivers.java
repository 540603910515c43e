package org.millwright;

import java.time.Duration;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Session;
import org.millwright.plant.Controller;

/** Chooses the driver that plant.yaml names for a controller. */
record Drivers(Equipment opcua, Equipment plc4x) implements Equipment {
    @Override
    public Session open(Controller controller, Duration limit) throws EquipmentException {
        return switch (controller.driver()) {
            case OPCUA -> opcua.open(controller, limit);
            case PLC4X -> plc4x.open(controller, limit);
        };
    }
}
