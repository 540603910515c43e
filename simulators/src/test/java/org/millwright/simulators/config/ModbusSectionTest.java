package org.millwright.simulators.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.millwright.simulators.config.ModbusSettings.ByteOrder;

class ModbusSectionTest {
    private static final String LINE = """
            line: l
            scale: 20
            seed: 1
            timing: {prepareSeconds: 1, installSeconds: 2, bootSeconds: 3, resumeSeconds: 1}
            controllers:
              - id: p1
                port: 0
                modbus: {}
                identity: {manufacturer: M, manufacturerUri: "urn:m", productCode: C-1, model: M1, hardwareRevision: 4, serialNumber: S1}
                software: {revision: 2.3.1, packageBytes: 100, keepsParameters: true, fallbackSlot: true}
                station: {cycleSeconds: 7, jitter: 0, rejectRate: 0, alarmRate: 0, buffer: 2, recipe: R1}
                parameters: {force: "18.5"}
                retained: {Note: {start: x}}
            faults: ["p1:wrong-crc"]
            """;

    @TempDir
    private Path folder;

    private LineFile read(String text) throws ConfigException, IOException {
        Path file = folder.resolve("line.yaml");
        Files.writeString(file, text);
        return LineFile.read(file, Map.of());
    }

    @Test
    void whatIsLeftOutIsAsUsual() throws Exception {
        assertThat(read(LINE).controllers().getFirst().modbus()).contains(ModbusSettings.STANDARD);
        assertThat(ModbusSettings.STANDARD).isEqualTo(new ModbusSettings(1, ByteOrder.BIG_ENDIAN, 16_384, true));
    }

    @Test
    void everyValueArrivesWhereItBelongs() throws Exception {
        String text = LINE.replace(
                "modbus: {}",
                "modbus: {unit: 7, byte-order: little-endian-byte-swap, window-bytes: 64, readable-program: false}");
        assertThat(read(text).controllers().getFirst().modbus())
                .contains(new ModbusSettings(7, ByteOrder.LITTLE_ENDIAN_BYTE_SWAP, 64, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            modbus: {}        | modbus: {units: 1}             | unknown key 'units', did you mean 'unit'?
            modbus: {}        | modbus: {unit: 256}            | 'unit' must be a whole number from 0 to 255
            modbus: {}        | modbus: {byte-order: middle}   | 'byte-order' must be one of big-endian, little-endian, big-endian-byte-swap, little-endian-byte-swap
            modbus: {}        | modbus: {window-bytes: 63}     | 'window-bytes' must be a whole number from 64 to 16384
            modbus: {}        | modbus: {window-bytes: 65}     | 'window-bytes' must be even
            modbus: {}        | modbus: {readable-program: 1}  | 'readable-program' must be true or false
            force: "18.5"     | force: "123456789012345678901234567890123" | 'force' must be at most 32 characters
            C-1               | C-12345678901234567890123456789012         | 'productCode' must be at most 32 characters
            {start: x}        | {start: "€"}                   | 'Note' must be at most 40 characters of ISO 8859-1
            p1:wrong-crc      | p1:lost-lock                   | fault 'lost-lock' is not possible for 'p1', which speaks Modbus
            """)
    void aMistakeIsNamedWithWhatWasExpected(String part, String instead, String message) {
        refused(LINE.replace(part, instead), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            server: {noise: 1}             | 'server' is for OPC UA controllers
            login: {user: a, password: b}  | 'login' is for OPC UA controllers
            update: {loading: filesystem}  | has no file system, use cached or direct loading
            update: {with: [Lock]}         | cannot have the option Lock
            """)
    void whatOnlyOpcUaHasIsRefused(String section, String message) {
        refused(LINE.replace("    modbus: {}\n", "    modbus: {}\n    " + section + "\n"), message);
    }

    private void refused(String text, String message) {
        assertThat(text).isNotEqualTo(LINE);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(text))
                .withMessageContaining(message);
    }
}
