package org.millwright.simulators.modbus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.pdu.ReadCoilsRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersRequest;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.millwright.simulators.TestLine;
import org.millwright.simulators.config.ModbusSettings;
import org.millwright.simulators.config.ModbusSettings.ByteOrder;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.plc.ProcessImage;

class RegisterMapTest {
    private static final int LAST_MAINTENANCE = 201;
    private static final int TOTAL_PARTS = 241;
    private static final int TOOL_WEAR = 221;
    private static final int FORCE = 1001;
    private static final int TOOL = 1017;

    private static ModbusController with(ByteOrder order) throws Exception {
        return new ModbusController(UpdateSettings.USUAL, new ModbusSettings(1, order, 16_384, true));
    }

    @Test
    void aControllerSaysWhoItIs() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            Registers map = controller.client().input(1, 110);

            assertThat(map.uint16(0)).isEqualTo(1);
            assertThat(map.uint16(1)).isEqualTo(4);
            assertThat(map.text(2, 32)).isEqualTo(TestLine.URI);
            assertThat(map.text(34, 16)).isEqualTo("HC-210");
            assertThat(map.text(50, 32)).isEqualTo(ModbusController.OLD);
            assertThat(map.text(82, 16)).isEqualTo("S1");
            assertThat(map.uint32(98)).isEqualTo(ModbusController.NOW.getEpochSecond());
            assertThat(controller.endpoint())
                    .matches("modbus-tcp:tcp://127\\.0\\.0\\.1:[0-9]+\\?default-unit-identifier=1");
        }
    }

    @ParameterizedTest
    @EnumSource(ByteOrder.class)
    void processValuesAreThoseOfTheStationInEveryByteOrder(ByteOrder order) throws Exception {
        try (ModbusController controller = with(order)) {
            controller.client().writeCoil(true);
            controller.line.advance(601);
            ProcessImage process = controller.plc().process();

            Registers map = controller.client().input(101, 10);

            assertThat(process.cycleCount()).isPositive();
            assertThat(map.uint16(0)).isEqualTo(6);
            assertThat(process.state()).isEqualTo("Execute");
            assertThat(map.uint16(1)).isEqualTo(process.partsInStation());
            assertThat(map.uint32(2)).isEqualTo(process.cycleCount());
            assertThat(map.uint32(4)).isEqualTo(process.rejectCount());
            assertThat(Float.intBitsToFloat((int) map.uint32(6))).isEqualTo((float) process.lastCycleTimeMs());
            assertThat(map.uint16(8)).isZero();
            assertThat(map.uint16(9)).isZero();
        }
    }

    /** The bytes themselves, so that writing and reading cannot be wrong alike. */
    @ParameterizedTest
    @CsvSource({
        "BIG_ENDIAN, 0102030405060708",
        "LITTLE_ENDIAN, 0807060504030201",
        "BIG_ENDIAN_BYTE_SWAP, 0201040306050807",
        "LITTLE_ENDIAN_BYTE_SWAP, 0708050603040102"
    })
    void eachByteOrderLaysBytesOutAsPlc4xNamesIt(ByteOrder order, String onTheWire) throws Exception {
        try (ModbusController controller = with(order)) {
            controller.plc().setRetained("TotalParts", 0x0102030405060708L);

            byte[] bytes = controller.client().bytes(TOTAL_PARTS, 8);

            assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(onTheWire);
        }
    }

    @Test
    void theInfeedIsACoil() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            controller.client().writeCoil(false);
            assertThat(controller.plc().process().infeedEnabled()).isFalse();
            assertThat(controller.client().coil()).isFalse();

            controller.client().writeCoil(true);

            assertThat(controller.plc().process().infeedEnabled()).isTrue();
            assertThat(controller.client().coil()).isTrue();
        }
    }

    @Test
    void theRecipeIsATextThatCanBeWritten() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            assertThat(controller.client().holding(1, 100).text(0, 100)).isEqualTo("R1");
            Registers recipe = Registers.empty(100, ByteOrder.BIG_ENDIAN);
            recipe.text(0, 100, "Größe 7");

            controller.client().write(1, recipe);

            assertThat(controller.plc().process().recipe()).isEqualTo("Größe 7");
            recipe.text(0, 100, "a\nb");
            refused(3, () -> controller.client().write(1, recipe));
        }
    }

    @ParameterizedTest
    @EnumSource(ByteOrder.class)
    void retainedValuesAreReadAndWrittenInTheOrderOfTheirNames(ByteOrder order) throws Exception {
        try (ModbusController controller = with(order)) {
            Registers before = controller.client().holding(LAST_MAINTENANCE, 60);
            assertThat(before.text(0, 20)).isEqualTo("2026-09-14");
            assertThat(before.float64(20)).isEqualTo(12.5);
            assertThat(before.int64(40)).isEqualTo(1000);
            before.text(0, 20, "2026-10-01");
            before.float64(20, -3.25);
            before.int64(40, 77_000_000_001L);

            controller.client().write(LAST_MAINTENANCE, before);

            assertThat(controller.plc().retained())
                    .containsEntry("LastMaintenance", "2026-10-01")
                    .containsEntry("TotalParts", 77_000_000_001L)
                    .containsEntry("ToolWear", -3.25);
            before.float64(20, Double.NaN);
            refused(3, () -> controller.client().write(LAST_MAINTENANCE, before));
            assertThat(controller.client().holding(TOOL_WEAR, 4).float64(0)).isEqualTo(-3.25);
        }
    }

    @Test
    void parametersAreTextsThatCanBeWrittenInPieces() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            assertThat(controller.client().holding(FORCE, 32).text(0, 16)).isEqualTo("18.5");
            assertThat(controller.client().holding(TOOL, 16).text(0, 16)).isEqualTo("PT-31");
            Registers both = Registers.empty(32, ByteOrder.BIG_ENDIAN);
            both.text(0, 16, "a text of twenty-nine letters");
            both.text(16, 16, "PT-40");

            controller.client().write(FORCE, new Registers(both.slice(0, 9), ByteOrder.BIG_ENDIAN));
            controller.client().write(FORCE + 9, new Registers(both.slice(9, 23), ByteOrder.BIG_ENDIAN));

            assertThat(new String(controller.plc().backupParameters(), UTF_8))
                    .isEqualTo("MWPARAM/1 HC-210\nforce=a text of twenty-nine letters\ntool=PT-40\n");
            both.text(16, 16, "x\u0007");
            refused(3, () -> controller.client().write(FORCE, both));
        }
    }

    @Test
    void parametersAreBusyWhileTheControllerInstalls() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            Registers same = controller.client().holding(FORCE, 32);
            controller.line.beginInstall(ModbusController.NEW, "");

            refused(6, () -> controller.client().write(FORCE, same));
        }
    }

    @Test
    void whatIsNotInTheMapIsAnIllegalAddress() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            MachineClient client = controller.client();
            refused(2, () -> client.input(111, 1));
            refused(2, () -> client.input(110, 2));
            refused(2, () -> client.holding(101, 1));
            refused(2, () -> client.holding(100, 2));
            refused(2, () -> client.holding(261, 1));
            refused(2, () -> client.holding(1033, 1));
            refused(2, () -> client.holding(4013, 1));
            refused(2, () -> client.holding(4307, 1));
            refused(2, () -> client.holding(8001 + 8192, 1));
            refused(2, () -> client.holding(65_536, 1));
            refused(2, () -> client.write(4101, Registers.empty(1, ByteOrder.BIG_ENDIAN)));
            refused(2, () -> client.raw().readCoils(1, new ReadCoilsRequest(1, 1)));
            refused(2, () -> client.raw().readCoils(1, new ReadCoilsRequest(0, 2)));
            assertThat(client.holding(8001 + 8191, 1).uint16(0)).isZero();
        }
    }

    @Test
    void anotherUnitAndTooManyRegistersAreRefused() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            MachineClient client = controller.client();
            refused(0x0B, () -> client.raw().readInputRegisters(2, new ReadInputRegistersRequest(0, 1)));
            refused(3, () -> client.raw().readHoldingRegisters(1, new ReadHoldingRegistersRequest(8000, 126)));
            refused(
                    3,
                    () -> client.raw()
                            .writeMultipleRegisters(1, new WriteMultipleRegistersRequest(8000, 124, new byte[248])));
        }
    }

    static void refused(int exception, ThrowingCallable request) {
        assertThatExceptionOfType(ModbusResponseException.class)
                .isThrownBy(request)
                .satisfies(refusal -> assertThat(refusal.getExceptionCode()).isEqualTo(exception));
    }
}
