package org.millwright.simulators.modbus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.millwright.simulators.config.ModbusSettings.ByteOrder;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.PlcRefusal;

/** Holding registers 1001 on: each parameter is a text of 16, in the order of the names. A view of the parameter file. */
record ParameterArea(Plc plc) implements Area {
    private static final int FIRST = 1001;
    private static final int EACH = 16;

    @Override
    public int first() {
        return FIRST;
    }

    @Override
    public int count() {
        return EACH * (lines().size() - 1);
    }

    /** The file's lines: its kind, then {@code name=value} in the order of the names. */
    private List<String> lines() {
        return new String(plc.backupParameters(), UTF_8).lines().toList();
    }

    private static Registers image(List<String> lines) {
        Registers image = Registers.empty(EACH * (lines.size() - 1), ByteOrder.BIG_ENDIAN);
        int at = 0;
        for (String line : lines.subList(1, lines.size())) {
            image.text(at, EACH, line.substring(line.indexOf('=') + 1));
            at += EACH;
        }
        return image;
    }

    @Override
    public byte[] read(int at, int registers) {
        return image(lines()).slice(at, registers);
    }

    /** All of them or none. */
    @Override
    public void write(int at, byte[] bytes) throws NotTaken {
        List<String> lines = lines();
        Registers changed = image(lines).overlaid(at, bytes);
        StringBuilder file = new StringBuilder(lines.getFirst()).append('\n');
        int from = 0;
        for (String line : lines.subList(1, lines.size())) {
            file.append(line, 0, line.indexOf('=') + 1)
                    .append(Values.requireText(changed.text(from, EACH)))
                    .append('\n');
            from += EACH;
        }
        try {
            plc.restoreParameters(file.toString().getBytes(UTF_8));
        } catch (PlcRefusal refusal) {
            throw Values.notTaken(refusal);
        }
    }
}
