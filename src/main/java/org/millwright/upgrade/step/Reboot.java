package org.millwright.upgrade.step;

import org.millwright.equipment.EquipmentException;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;

/** What silence means while a controller may be rebooting. */
final class Reboot {
    private Reboot() {}

    /** No answer is expected for a while; a plain no is not. Another certificate is for a person to judge: thrown on. */
    static Outcome silence(Scene scene, EquipmentException e) throws EquipmentException {
        return switch (e.kind()) {
            case UNREACHABLE, TIMED_OUT, BROKEN_PROTOCOL -> {
                scene.show(0, "not reachable, rebooting");
                yield scene.wait("the controller cannot be reached: " + e.getMessage());
            }
            // A server may open its port before its users and its model are there.
            case REFUSED, NOT_PREPARED -> scene.wait("the controller refuses to be asked: " + e.getMessage());
            case UNTRUSTED -> throw e;
        };
    }
}
