package org.millwright.simulators.modbus;

import com.digitalpetri.modbus.ExceptionCode;

/** A run of registers without gaps. Requests lie in one area as a whole. */
interface Area {
    /** Number of the first register; registers are counted from 1, the address on the wire is one less. */
    int first();

    /** How many registers there are. */
    int count();

    /** The values of this instant. */
    byte[] read(int at, int registers);

    /** Takes whole registers from an offset on. */
    default void write(int at, byte[] bytes) throws NotTaken {
        throw new NotTaken(ExceptionCode.ILLEGAL_DATA_ADDRESS);
    }

    /** A request that is answered with a Modbus exception. */
    final class NotTaken extends Exception {
        private final ExceptionCode code;

        NotTaken(ExceptionCode code) {
            super(code.name());
            this.code = code;
        }

        ExceptionCode code() {
            return code;
        }
    }
}
