package org.millwright.simulators.modbus;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.millwright.simulators.config.ModbusSettings.ByteOrder;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.PlcRefusal;

/**
 * Holding registers 201 on: each retained value has 20, in the order of the names. Whole and real numbers take the first
 * four, the rest reads as zero and takes anything.
 */
record RetainedArea(Plc plc, ByteOrder order) implements Area {
    private static final int FIRST = 201;
    private static final int EACH = 20;

    @Override
    public int first() {
        return FIRST;
    }

    @Override
    public int count() {
        return EACH * plc.retained().size();
    }

    private Registers image() {
        Map<String, Object> values = new TreeMap<>(plc.retained());
        Registers image = Registers.empty(EACH * values.size(), order);
        int at = 0;
        for (Object value : values.values()) {
            switch (value) {
                case Long whole -> image.int64(at, whole);
                case Double real -> image.float64(at, real);
                default -> image.text(at, EACH, String.valueOf(value));
            }
            at += EACH;
        }
        return image;
    }

    @Override
    public byte[] read(int at, int registers) {
        return image().slice(at, registers);
    }

    /** All values that the request touches, one after another. */
    @Override
    public void write(int at, byte[] bytes) throws NotTaken {
        List<Map.Entry<String, Object>> values = List.copyOf(new TreeMap<>(plc.retained()).entrySet());
        Registers changed = image().overlaid(at, bytes);
        int last = (at + bytes.length / Registers.BYTES - 1) / EACH;
        for (int index = at / EACH; index <= last; index++) {
            Map.Entry<String, Object> entry = values.get(index);
            Object value = value(changed, EACH * index, entry.getValue());
            try {
                plc.setRetained(entry.getKey(), value);
            } catch (PlcRefusal refusal) {
                throw Values.notTaken(refusal);
            }
        }
    }

    private static Object value(Registers changed, int at, Object like) throws NotTaken {
        return switch (like) {
            case Long _ -> changed.int64(at);
            case Double _ -> Values.requireFinite(changed.float64(at));
            default -> Values.requireText(changed.text(at, EACH));
        };
    }
}
