package org.millwright.mes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers send; a client that is logged in is served all the while, and so is a newcomer. */
class HostileClientsTest {
    private static final long MIB = 1024 * 1024;
    private static final long MOST_HEAP_MIB = 48;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    @TempDir
    private Path folder = Path.of("");

    private MesUnderTest mes;
    private OpcUaClient good;
    private Wire wire;
    private long heapBefore;
    private final List<Socket> open = new ArrayList<>();

    @BeforeEach
    void begin() throws Exception {
        mes = new MesUnderTest(
                folder, Map.of("channels.session-within", "PT3S", "channels.without-session", "32"), Clock.systemUTC());
        wire = new Wire(mes.port());
        good = mes.connect(new UsernameProvider("mes", MesUnderTest.PASSWORD));
        heapBefore = heap();
    }

    @AfterEach
    void end() throws Exception {
        for (Socket socket : open) {
            socket.close();
        }
        mes.close();
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / MIB;
    }

    private void served() throws Exception {
        assertThat(good.readValues(0, TimestampsToReturn.Neither, List.of(NodeIds.Server_Auditing))
                        .getFirst()
                        .value()
                        .value())
                .isEqualTo(true);
    }

    /** Nothing is left of the attack but a bounded piece of memory. */
    private void unharmed() throws Exception {
        served();
        assertThat(mes.connect(new UsernameProvider("engineer", MesUnderTest.PASSWORD)))
                .isNotNull();
        await(() -> mes.server.channels() <= 2);
        assertThat(heap() - heapBefore).isLessThan(MOST_HEAP_MIB);
        assertThat(mes.log).hasSizeLessThan(30);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private Socket opened() throws IOException {
        Socket socket = wire.open();
        open.add(socket);
        return socket;
    }

    /** The other side may close in the middle of it. */
    private static void send(Socket socket, byte[] bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            assertThat(e).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void thousandsOfSilentConnectionsTakeNoPlaceFromOthers() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            opened();
        }
        assertThat(mes.server.channels()).isLessThanOrEqualTo(34);
        unharmed();
        assertThat(mes.logged("without a session")).hasSize(1);
    }

    @Test
    void helloAndNothingElseIsNotWaitedForForEver() throws Exception {
        for (int i = 0; i < 300; i++) {
            send(opened(), Wire.hello(mes.port()));
        }
        unharmed();
    }

    @Test
    void channelsWithoutASessionAreClosed() throws Exception {
        for (int i = 0; i < 100; i++) {
            open.add(wire.plain().socket());
        }
        unharmed();
    }

    @Test
    void manyHellosOnOneConnectionEndIt() throws Exception {
        for (int i = 0; i < 100; i++) {
            Socket socket = opened();
            for (int n = 0; n < 20; n++) {
                send(socket, Wire.hello(mes.port()));
            }
        }
        unharmed();
    }

    @Test
    void aMessageWithoutAnEndIsCutShort() throws Exception {
        for (int i = 0; i < 20; i++) {
            Wire.Plain plain = wire.plain();
            open.add(plain.socket());
            byte[] body = new byte[60_000];
            ByteBuffer.wrap(body)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(plain.channel())
                    .putInt(plain.token());
            for (int n = 0; n < 50; n++) {
                send(plain.socket(), Wire.chunk("MSGC", body));
            }
        }
        for (int i = 0; i < 20; i++) {
            Socket socket = opened();
            send(socket, Wire.hello(mes.port()));
            for (int n = 0; n < 200; n++) {
                send(socket, Wire.open("C"));
            }
        }
        unharmed();
    }

    @Test
    void chunksThatClaimToBeHugeAreNotWaitedFor() throws Exception {
        for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 65_536, 0, 3, 8, 11}) {
            for (String type : List.of("HELF", "OPNF", "MSGF", "CLOF", "ERRF", "RHEF")) {
                byte[] head = ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(type.getBytes(StandardCharsets.US_ASCII))
                        .putInt(length)
                        .array();
                send(opened(), head);
                Socket after = opened();
                send(after, Wire.hello(mes.port()));
                send(after, head);
            }
        }
        unharmed();
    }

    @Test
    void randomBytesAndHalfRightMessagesHarmNothing() throws Exception {
        long seed = Long.getLong("seed", 20_261_122L);
        RandomGenerator random = new SplittableRandom(seed);
        for (int i = 0; i < 600; i++) {
            byte[] body = new byte[random.nextInt(2_000)];
            random.nextBytes(body);
            Socket socket = opened();
            if (i % 4 == 0) {
                send(socket, body);
                continue;
            }
            send(socket, Wire.hello(mes.port()));
            byte[] open = Wire.open("F");
            for (int n = 0; n < i % 5; n++) {
                open[12 + random.nextInt(open.length - 12)] = (byte) random.nextInt();
            }
            send(socket, open);
            send(socket, Wire.chunk(i % 2 == 0 ? "MSGF" : "OPNF", body));
        }
        unharmed();
    }

    /** An unprotected channel reaches the decoder with nothing but what asks for the endpoints. */
    @Test
    void whatIsNotDiscoveryIsRefusedBeforeItIsDecoded() throws Exception {
        byte[] nested = new byte[50_000];
        for (int i = 0; i + 8 < nested.length; i += 8) {
            ByteBuffer.wrap(nested)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .position(i)
                    .putInt(500_000)
                    .putInt(0x98989898);
        }
        for (int type : new int[] {461, 467, 631, 673, 712, 527, 1, 65_535}) {
            Wire.Plain plain = wire.plain();
            open.add(plain.socket());
            send(plain.socket(), Wire.message(plain.channel(), plain.token(), type, nested));
            byte[] answer = Wire.read(plain.socket());
            assertThat(Integer.toUnsignedLong(Wire.little(answer).getInt(8)))
                    .isEqualTo(StatusCodes.Bad_SecurityPolicyRejected);
        }
        Wire.Plain plain = wire.plain();
        open.add(plain.socket());
        send(plain.socket(), Wire.message(plain.channel(), plain.token(), 428, nested));
        unharmed();
    }
}
