package org.millwright.simulators.modbus;

import java.time.Clock;
import org.millwright.simulators.config.ModbusSettings.ByteOrder;
import org.millwright.simulators.plc.Nameplate;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.ProcessImage;
import org.millwright.simulators.plc.UpdateView;
import org.millwright.simulators.process.Station;

/** Input registers 1 to 110: who the controller is, and what its station does. */
record IdentityArea(Plc plc, ByteOrder order, Clock clock) implements Area {
    private static final int MAP_VERSION = 1;
    private static final int COUNT = 110;
    private static final int URI_REGISTERS = 32;
    private static final int CODE_REGISTERS = 16;

    @Override
    public int first() {
        return 1;
    }

    @Override
    public int count() {
        return COUNT;
    }

    /** The ordinal of health is its number on the wire. */
    @Override
    @SuppressWarnings("EnumOrdinal")
    public byte[] read(int at, int registers) {
        Registers image = Registers.empty(COUNT, order);
        identity(image, plc.nameplate());
        process(image, plc.process());
        UpdateView.Health health = plc.update().health();
        image.uint16(109, health.ordinal());
        return image.slice(at, registers);
    }

    private void identity(Registers image, Nameplate plate) {
        image.uint16(0, MAP_VERSION);
        image.uint16(1, Integer.parseInt(plate.hardwareRevision()));
        image.text(2, URI_REGISTERS, plate.manufacturerUri());
        image.text(34, CODE_REGISTERS, plate.productCode());
        image.text(50, URI_REGISTERS, plate.softwareRevision());
        image.text(82, CODE_REGISTERS, plate.serialNumber());
        image.uint32(98, clock.instant().getEpochSecond());
    }

    private static void process(Registers image, ProcessImage process) {
        image.uint16(100, PackMl.number(process.state()));
        image.uint16(101, process.partsInStation());
        image.uint32(102, process.cycleCount());
        image.uint32(104, process.rejectCount());
        image.float32(106, (float) process.lastCycleTimeMs());
        int alarms = 0;
        for (String alarm : process.alarms()) {
            alarms |= 1 << Station.ALARMS.indexOf(alarm);
        }
        image.uint16(108, alarms);
    }
}
