package org.millwright.equipment.plc4x;

import static org.millwright.equipment.EquipmentException.Kind.BROKEN_PROTOCOL;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;
import static org.millwright.equipment.EquipmentException.Kind.TIMED_OUT;
import static org.millwright.equipment.EquipmentException.Kind.UNREACHABLE;

import org.millwright.equipment.EquipmentException;
import org.millwright.plant.Controller;

/** The port's exceptions, with the controller's name and address in their text. */
final class Failures {
    private final String controller;

    Failures(Controller controller) {
        this.controller = controller.id() + " at " + controller.address();
    }

    /** The message without the controller's name. */
    String reason(EquipmentException failure) {
        String told = String.valueOf(failure.getMessage());
        return told.startsWith(controller + ": ") ? told.substring(controller.length() + 2) : told;
    }

    EquipmentException refused(String why) {
        return new EquipmentException(REFUSED, controller + ": " + why);
    }

    EquipmentException notPrepared(String why) {
        return new EquipmentException(EquipmentException.Kind.NOT_PREPARED, controller + ": " + why);
    }

    EquipmentException nonsense(String what) {
        return new EquipmentException(BROKEN_PROTOCOL, controller + ": " + what);
    }

    EquipmentException nonsense(String what, Throwable cause) {
        return new EquipmentException(BROKEN_PROTOCOL, controller + ": " + what, cause);
    }

    EquipmentException notConnected(String wanted) {
        return new EquipmentException(UNREACHABLE, controller + ": cannot " + wanted + ", the connection is gone");
    }

    EquipmentException cannotReach(String why) {
        return new EquipmentException(UNREACHABLE, controller + ": cannot be reached: " + why);
    }

    EquipmentException cannotReach(String why, Throwable cause) {
        return new EquipmentException(UNREACHABLE, controller + ": cannot be reached: " + why, cause);
    }

    EquipmentException silent(String wanted) {
        return new EquipmentException(TIMED_OUT, controller + ": no answer in time to: " + wanted);
    }

    EquipmentException lost(String wanted, Throwable cause) {
        return new EquipmentException(
                TIMED_OUT, controller + ": no answer to: " + wanted + " (" + cause.getMessage() + ")", cause);
    }
}
