package org.millwright.equipment;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;

/**
 * Keeps the fence for protocols that carry none: within this process a controller gets one command at a time, and none
 * whose fence is lower than the highest seen for it. What another process sends is not held back here; against that
 * stands the line's lease.
 */
public final class FencedEquipment implements Equipment {
    private final Equipment equipment;
    private final Map<ControllerId, Gate> gates = new ConcurrentHashMap<>();

    public FencedEquipment(Equipment equipment) {
        this.equipment = equipment;
    }

    @Override
    public Session open(Controller controller, Duration limit) throws EquipmentException {
        Gate gate = gates.computeIfAbsent(controller.id(), Gate::new);
        return new FencedSession(equipment.open(controller, limit), gate);
    }
}
