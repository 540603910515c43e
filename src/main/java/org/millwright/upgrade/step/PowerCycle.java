package org.millwright.upgrade.step;

import org.millwright.equipment.UpdateState;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;

/** What a controller says that goes on only when its power is cut (OPC 10000-100 8.4.10). */
final class PowerCycle {
    private PowerCycle() {}

    static Outcome awaited(Scene scene, UpdateState state) {
        String station = scene.line().controller(scene.controller()).station();
        return scene.waitForPerson(
                "the controller waits for its power to be cut: " + state.text(),
                "switch the power of " + scene.controller() + " at station " + station
                        + " off, wait 10 seconds, switch it on again; the run goes on by itself");
    }
}
