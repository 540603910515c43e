package org.millwright.equipment;

import java.time.Duration;
import org.millwright.plant.Controller;

/** Opens connections to controllers. One driver implements it for each protocol. */
public interface Equipment {
    /**
     * Connects and logs in.
     *
     * @param limit of the whole attempt
     * @throws EquipmentException UNREACHABLE when nobody answers, REFUSED when the log-in or the security is refused
     */
    Session open(Controller controller, Duration limit) throws EquipmentException;
}
