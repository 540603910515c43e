package org.millwright.simulators.modbus;

import org.millwright.simulators.config.ModbusSettings.ByteOrder;
import org.millwright.simulators.plc.Plc;

/** Holding registers 1 to 100: the active recipe. */
record RecipeArea(Plc plc) implements Area {
    private static final int COUNT = 100;

    @Override
    public int first() {
        return 1;
    }

    @Override
    public int count() {
        return COUNT;
    }

    private Registers image() {
        Registers image = Registers.empty(COUNT, ByteOrder.BIG_ENDIAN);
        image.text(0, COUNT, plc.process().recipe());
        return image;
    }

    @Override
    public byte[] read(int at, int registers) {
        return image().slice(at, registers);
    }

    @Override
    public void write(int at, byte[] bytes) throws NotTaken {
        plc.setRecipe(Values.requireText(image().overlaid(at, bytes).text(0, COUNT)));
    }
}
