package org.millwright.equipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millwright.equipment.PlantUnderTest.FIRST;
import static org.millwright.equipment.PlantUnderTest.LIMIT;
import static org.millwright.equipment.PlantUnderTest.OLD;
import static org.millwright.equipment.PlantUnderTest.UPGRADE;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.equipment.plc4x.Plc4xEquipment;
import org.millwright.plant.Controller;
import org.millwright.simulators.config.ModbusSettings;
import org.millwright.simulators.config.SoftwareSettings;

/** What a transfer costs in requests. */
class Plc4xWireTest {
    private static final int WRITE_REGISTERS = 16;
    private static final int WRITE_REGISTER = 6;

    /** Largest writes of a whole window, and one for the arguments. */
    private static final int WRITES_A_BLOCK = 67 + 1;

    private static final int BLOCKS = 3;

    @TempDir
    Path folder;

    /** A request that overtook its block's content would be answered with a wrong CRC, and the block sent again. */
    @Test
    void everyBlockIsSentOnceAndItsRequestComesLast() throws Exception {
        Image image =
                UPGRADE.payload(BLOCKS * ModbusSettings.MAX_WINDOW - 1_000).writeTo(folder);
        try (SimulatedPlant plant = new SimulatedPlant(List.of(
                        SimulatedPlant.settings(FIRST, Optional.empty(), new SoftwareSettings(OLD, 4_096, true, true))
                                .with(ModbusSettings.STANDARD)));
                ModbusTap tap = ModbusTap.to(URI.create(plant.endpoint(FIRST).substring("modbus-tcp:".length()))
                        .getPort())) {
            Controller controller =
                    ModbusPlant.controller(FIRST, tap.address(), ModbusPlant.profile(folder, text -> text));
            try (Session session = new Plc4xEquipment(Clock.systemUTC()).open(controller, LIMIT)) {
                session.stage(new Fence(1, 1), image, _ -> {}, LIMIT);
            }

            int commands = 2 + 2 * BLOCKS;
            assertThat(tap.requests()).containsEntry(WRITE_REGISTER, commands);
            assertThat(tap.requests().getOrDefault(WRITE_REGISTERS, 0))
                    .isLessThanOrEqualTo(BLOCKS * WRITES_A_BLOCK + BLOCKS + 2);
        }
    }
}
