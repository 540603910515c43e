package org.millwright.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.millwright.simulators.config.ControllerSettings;
import org.millwright.simulators.config.LineFile;
import org.millwright.simulators.config.ModbusSettings;
import org.millwright.simulators.faults.Fault;

/** OPC UA and Modbus controllers of one line. */
class MixedLineTest {
    private static LineFile mixed() {
        LineFile usual = TestLine.file(2, true, true);
        ControllerSettings modbus = usual.controllers().getLast().with(ModbusSettings.STANDARD);
        return new LineFile(
                usual.line(),
                usual.scale(),
                usual.seed(),
                List.of(usual.controllers().getFirst(), modbus),
                List.of());
    }

    @Test
    void eachControllerOfALineSpeaksItsOwnProtocol() throws Exception {
        var anyPort = new SimulatedLine.Options(true, OptionalDouble.empty(), OptionalLong.empty(), List.of());
        try (RunningLine line = RunningLine.start(mixed(), anyPort)) {
            assertThat(line.endpoint("p1")).startsWith("opc.tcp://127.0.0.1:");
            assertThat(line.endpoint("p2"))
                    .matches("modbus-tcp:tcp://127\\.0\\.0\\.1:[0-9]+\\?default-unit-identifier=1");
            int port = Integer.parseInt(line.endpoint("p2").replaceAll(".*:([0-9]+)\\?.*", "$1"));
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.isConnected()).isTrue();
            }
            line.inject("p2:wrong-crc");
            line.cyclePower("p2");
            assertThatExceptionOfType(Fault.BadFault.class).isThrownBy(() -> line.inject("p1:wrong-crc"));
            assertThatExceptionOfType(Fault.BadFault.class).isThrownBy(() -> line.inject("p2:lost-lock"));
        }
    }
}
