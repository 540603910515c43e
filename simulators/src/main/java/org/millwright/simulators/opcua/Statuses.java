package org.millwright.simulators.opcua;

import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.millwright.simulators.plc.PlcRefusal;

/** Turns the status names of {@link PlcRefusal} into the numbers of OPC 10000-6 annex A. */
final class Statuses {
    private Statuses() {}

    static UaException exception(PlcRefusal refusal) {
        return new UaException(code(refusal.status()), refusal.getMessage());
    }

    /** A name that OPC UA does not have is a defect of the simulator: Bad_UnexpectedError. */
    static long code(String name) {
        try {
            return StatusCodes.class.getField(name).getLong(null);
        } catch (NoSuchFieldException | IllegalAccessException _) {
            return StatusCodes.Bad_UnexpectedError;
        }
    }
}
