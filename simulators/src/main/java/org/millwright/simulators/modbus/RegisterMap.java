package org.millwright.simulators.modbus;

import com.digitalpetri.modbus.ExceptionCode;
import java.util.List;
import java.util.function.Supplier;
import org.millwright.simulators.modbus.Area.NotTaken;
import org.millwright.simulators.plc.Plc;

/**
 * Everything that a controller shows on Modbus. Addresses are those on the wire, from 0 on.
 *
 * @param input areas of input registers
 * @param holding areas of holding registers
 */
record RegisterMap(Plc plc, List<Area> input, List<Area> holding) {
    private static final int MAX_READ = 125;
    private static final int MAX_WRITE = 123;

    byte[] readInput(int address, int count) throws NotTaken {
        return read(input, address, count);
    }

    byte[] readHolding(int address, int count) throws NotTaken {
        return read(holding, address, count);
    }

    void writeHolding(int address, byte[] bytes) throws NotTaken {
        int count = bytes.length / Registers.BYTES;
        requireCount(count, MAX_WRITE);
        Area area = area(holding, address, count);
        area.write(address + 1 - area.first(), bytes);
    }

    /** The only coil, and the only discrete input: the infeed. */
    boolean readBit(int address, int count) throws NotTaken {
        requireBit(address, count);
        return plc.process().infeedEnabled();
    }

    void writeBit(int address, int count, boolean on) throws NotTaken {
        requireBit(address, count);
        plc.setInfeedEnabled(on);
    }

    private static void requireBit(int address, int count) throws NotTaken {
        requireCount(count, 2000);
        if (address != 0 || count != 1) {
            throw new NotTaken(ExceptionCode.ILLEGAL_DATA_ADDRESS);
        }
    }

    private static byte[] read(List<Area> areas, int address, int count) throws NotTaken {
        requireCount(count, MAX_READ);
        Area area = area(areas, address, count);
        return area.read(address + 1 - area.first(), count);
    }

    private static void requireCount(int count, int most) throws NotTaken {
        if (count < 1 || count > most) {
            throw new NotTaken(ExceptionCode.ILLEGAL_DATA_VALUE);
        }
    }

    private static Area area(List<Area> areas, int address, int count) throws NotTaken {
        Supplier<NotTaken> nowhere = () -> new NotTaken(ExceptionCode.ILLEGAL_DATA_ADDRESS);
        return areas.stream()
                .filter(area -> address + 1 >= area.first() && address + count < area.first() + area.count())
                .findFirst()
                .orElseThrow(nowhere);
    }
}
