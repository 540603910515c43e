package org.millwright.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionStringTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "modbus-tcp:tcp://10.0.0.7:502",
                "modbus-tcp:tcp://gateway-1.works.example:65535?default-unit-identifier=255&request-timeout=2000",
                "s7:tcp://10.0.0.8:102?remote-rack=0&remote-slot=2&local-rack=1&local-slot=1&controller-type=S7_1500",
                "s7-light:tcp://10.0.0.8:102?remote-tsap=768&local-tsap=512&pdu-size=480&remote-device-group=OS",
                "ads:tcp://10.0.0.9:48898?target-ams-net-id=10.0.0.9.1.1&target-ams-port=851&source-ams-net-id=10.0.0.1.1.1&source-ams-port=65534",
                "eip:tcp://10.0.0.9:44818?backplane=1&slot=4&big-endian=false",
            })
    void whatTheLibraryUnderstandsIsTaken(String text) {
        assertThat(ConnectionString.of(text).port()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "modbus-tcp:udp://10.0.0.7:502                            | a PLC4X connection string",
                "modbus-tcp://10.0.0.7:502                                | a PLC4X connection string",
                "modbus-tcp:tcp://10.0.0.7                                | a PLC4X connection string",
                "modbus-tcp:tcp://:502                                    | a PLC4X connection string",
                "modbus-tcp:tcp://10.0.0.7:502/1                          | a PLC4X connection string",
                "modbus-rtu:tcp://10.0.0.7:502                            | one of modbus-tcp, s7, s7-light, ads, eip",
                "modbus-tcp:tcp://10.0.0.7:0                              | a port from 1 to 65535",
                "modbus-tcp:tcp://10.0.0.7:65536                          | a port from 1 to 65535",
                "modbus-tcp:tcp://10.0.0.7:502?unit-identifier=1          | modbus-tcp knows default-unit-identifier, request-timeout",
                "modbus-tcp:tcp://10.0.0.7:502?default-unit-identifier=256 | to be a whole number from 0 to 255",
                "modbus-tcp:tcp://10.0.0.7:502?default-unit-identifier    | to be a whole number from 0 to 255",
                "modbus-tcp:tcp://10.0.0.7:502?request-timeout=9&request-timeout=9 | request-timeout only once",
                "modbus-tcp:tcp://10.0.0.7:502?                           | no parameter ''",
                "modbus-tcp:tcp://10.0.0.7:502?remote-slot=1              | no parameter 'remote-slot'",
                "s7:tcp://10.0.0.7:102?remote-slot=32                     | to be a whole number from 0 to 31",
                "s7:tcp://10.0.0.7:102?controller-type=S7_2000            | one of S7_300, S7_400",
                "s7:tcp://10.0.0.7:102?slot=2                             | local-slot, local-tsap, pdu-size, remote-",
                "ads:tcp://10.0.0.7:48898?target-ams-net-id=10.0.0.7      | target-ams-net-id to be 6 numbers",
                "eip:tcp://10.0.0.7:44818?big-endian=yes                  | one of true, false",
            })
    void whatTheLibraryWouldDropOrMisunderstandIsRefused(String text, String expected) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectionString.of(text))
                .withMessageStartingWith("expected ")
                .withMessageContaining(expected);
    }

    @Test
    void equalMeansTheSameDevice() {
        ConnectionString first = ConnectionString.of("s7:tcp://Press-1:102?remote-slot=2");

        assertThat(ConnectionString.of("s7-light:tcp://press-1:102?pdu-size=480&remote-slot=02"))
                .isEqualTo(first);
        assertThat(ConnectionString.of("s7:tcp://press-1:102?remote-slot=3")).isNotEqualTo(first);
        assertThat(ConnectionString.of("s7:tcp://press-1:103?remote-slot=2")).isNotEqualTo(first);
        assertThat(ConnectionString.of("s7:tcp://press-2:102?remote-slot=2")).isNotEqualTo(first);
    }
}
