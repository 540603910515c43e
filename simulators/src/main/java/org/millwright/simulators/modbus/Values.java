package org.millwright.simulators.modbus;

import com.digitalpetri.modbus.ExceptionCode;
import org.millwright.simulators.plc.PlcRefusal;

/** Whether what a client writes may be taken. */
final class Values {
    private Values() {}

    /** A text without control characters. */
    static String requireText(String text) throws Area.NotTaken {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new Area.NotTaken(ExceptionCode.ILLEGAL_DATA_VALUE);
        }
        return text;
    }

    static double requireFinite(double number) throws Area.NotTaken {
        if (!Double.isFinite(number)) {
            throw new Area.NotTaken(ExceptionCode.ILLEGAL_DATA_VALUE);
        }
        return number;
    }

    /** A controller that cannot take it now is busy; one that never would has been sent a wrong value. */
    static Area.NotTaken notTaken(PlcRefusal refusal) {
        return new Area.NotTaken(
                refusal.status().equals("Bad_InvalidState")
                        ? ExceptionCode.SLAVE_DEVICE_BUSY
                        : ExceptionCode.ILLEGAL_DATA_VALUE);
    }
}
