package org.millwright;

import java.time.Duration;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.EquipmentException.Kind;
import org.millwright.equipment.Session;
import org.millwright.plant.Controller;

/** Chooses the driver that plant.yaml names for a controller. */
record Drivers(Equipment opcua) implements Equipment {
    @Override
    public Session open(Controller controller, Duration limit) throws EquipmentException {
        return switch (controller.driver()) {
            case OPCUA -> opcua.open(controller, limit);
            case PLC4X -> throw new EquipmentException(Kind.REFUSED, controller.id() + ": driver not offered yet");
        };
    }
}
