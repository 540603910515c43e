package org.millwright.simulators.plc;

import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings;

/** UpdateKey of OPC 10000-100 8.4.2.2: good for one update, and not over a reboot. */
final class UpdateKey {
    private final UpdateSettings shape;
    private boolean given;

    UpdateKey(UpdateSettings shape) {
        this.shape = shape;
    }

    void write(String key) {
        given = key.equals(shape.updateKey());
    }

    void require() throws PlcRefusal {
        if (shape.offers(UpdateOption.UPDATE_KEY) && !given) {
            throw PlcRefusal.invalidState("the right UpdateKey has to be written first");
        }
    }

    void forget() {
        given = false;
    }
}
