package org.millwright.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.opcua.OpcuaEquipment;
import org.millwright.equipment.plc4x.Plc4xEquipment;

/** Every driver that there is, for lines in which controllers speak different protocols. */
final class RealDrivers {
    private RealDrivers() {}

    /** @param pki where the OPC UA driver keeps its certificates */
    static Equipment in(Path pki) throws IOException {
        return with(new OpcuaEquipment(pki, Map.of()));
    }

    /** The others are new: what they keep of a controller they keep by its id, and other lines may use the same. */
    static Equipment with(Equipment opcua) {
        Equipment plc4x = new Plc4xEquipment(Clock.systemUTC());
        return (controller, limit) -> switch (controller.driver()) {
            case OPCUA -> opcua.open(controller, limit);
            case PLC4X -> plc4x.open(controller, limit);
        };
    }
}
