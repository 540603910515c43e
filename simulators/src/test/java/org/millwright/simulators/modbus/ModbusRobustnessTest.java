package org.millwright.simulators.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.millwright.simulators.TestLine;

class ModbusRobustnessTest {
    private static final int READ_TIMEOUT_MS = 10_000;

    private static Socket connect(ModbusController controller) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), MachineClient.port(controller.endpoint()));
        socket.setSoTimeout(READ_TIMEOUT_MS);
        return socket;
    }

    private static void send(Socket socket, String hex) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(hex));
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00010000000401030000, 000100000003018303",
        "0001000000060103 0000 007E, 000100000003018303",
        "0001000000060105 0000 1234, 000100000003018503",
        "0001000000091110 0000 0001 02 00, 00010000000311900B",
        "0001000000080110 0000 0001 02 00, 000100000003019003",
        "0001000000080110 0000 0001 00 00, 000100000003019003",
        "00010000000201 2B, 00010000000301AB01",
        "00010000000201 00, 000100000003018001",
    })
    void whatIsNoRequestIsAnsweredWithAnException(String request, String answer) throws Exception {
        try (ModbusController controller = new ModbusController();
                Socket socket = connect(controller)) {
            String frame = request.replace(" ", "");
            int length = Integer.parseInt(frame.substring(8, 12), 16);
            send(socket, (frame + "00".repeat(20)).substring(0, 12 + 2 * length));
            byte[] expected = HexFormat.of().parseHex(answer);
            assertThat(socket.getInputStream().readNBytes(expected.length)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "474554202f20485454502f312e310d0a",
                "000100000000",
                "000100000001",
                "00010000FFFF01030000",
                "0001000100060103"
            })
    void whoeverSpeaksSomethingElseIsSentAway(String bytes) throws Exception {
        try (ModbusController controller = new ModbusController();
                Socket socket = connect(controller)) {
            send(socket, bytes);
            assertThat(isClosed(socket)).isTrue();
            assertThat(controller.client().input(1, 1).uint16(0)).isEqualTo(1);
        }
    }

    @Test
    void aFrameMayComeByteByByteAndManyAtOnce() throws Exception {
        try (ModbusController controller = new ModbusController();
                Socket socket = connect(controller)) {
            String request = "000100000006010400000001";
            for (int at = 0; at < request.length(); at += 2) {
                send(socket, request.substring(at, at + 2));
            }
            assertThat(socket.getInputStream().readNBytes(11)).endsWith(0, 1);
            send(socket, request.repeat(200));
            assertThat(socket.getInputStream().readNBytes(200 * 11)).hasSize(200 * 11);
        }
    }

    /** It asks and asks and never reads; the others do not notice. */
    @Test
    void aClientThatReadsNothingIsNotServedWithoutEnd() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            Socket greedy = connect(controller);
            String many = "00010000000601031F40007D".repeat(1000);
            CompletableFuture<Boolean> held = new CompletableFuture<>();
            Thread asking = Thread.ofVirtual().start(() -> held.complete(isHeldBack(greedy, many)));
            await(() -> asking.getState() == Thread.State.WAITING);

            assertThat(controller.client().input(1, 1).uint16(0)).isEqualTo(1);

            greedy.close();
            assertThat(held.get(READ_TIMEOUT_MS, TimeUnit.MILLISECONDS)).isTrue();
        }
    }

    /** False when ten million requests are taken without one answer being read. */
    private static boolean isHeldBack(Socket socket, String requests) {
        try {
            for (int times = 0; times < 10_000; times++) {
                send(socket, requests);
            }
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    @Test
    void twoClientsAtOnceAreFineAndTooManyAreNot() throws Exception {
        try (ModbusController controller = new ModbusController();
                MachineClient second = controller.connect()) {
            assertThat(second.input(1, 1).uint16(0)).isEqualTo(1);
            assertThat(controller.client().input(1, 1).uint16(0)).isEqualTo(1);
            List<Socket> crowd = new ArrayList<>();
            for (int more = 2; more < Connections.MOST; more++) {
                crowd.add(connect(controller));
                send(crowd.getLast(), "000100000006010400000001");
                assertThat(crowd.getLast().getInputStream().readNBytes(11)).hasSize(11);
            }
            try (Socket tooMany = connect(controller)) {
                assertThat(isClosed(tooMany)).isTrue();
            }
            for (Socket each : crowd) {
                each.close();
            }
            await(() -> isServed(controller));
        }
    }

    private static boolean isServed(ModbusController controller) {
        try (Socket again = connect(controller)) {
            send(again, "000100000006010400000001");
            return again.getInputStream().readNBytes(11).length == 11;
        } catch (IOException refused) {
            return false;
        }
    }

    @Test
    void withThePowerGoTheConnectionsAndThePortComesBack() throws Exception {
        try (ModbusController controller = new ModbusController();
                Socket socket = connect(controller)) {
            String endpoint = controller.endpoint();
            controller.line.line().cyclePower("p1");
            controller.line.advance(1);
            try (InputStream in = socket.getInputStream()) {
                assertThat(in.read()).isNegative();
            } catch (SocketException reset) {
                assertThat(reset).isNotNull();
            }
            assertThat(isServed(controller)).isFalse();
            controller.line.advance(TestLine.BOOT_S);

            assertThat(controller.endpoint()).isEqualTo(endpoint);
            controller.reconnect();
            assertThat(controller.client().input(1, 1).uint16(0)).isEqualTo(1);
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("bound of the wait").isLessThan(until);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
