package org.millwright.simulators.opcua;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millwright.simulators.config.ServerSettings;
import org.millwright.simulators.opcua.Client.TempFile;

/** The rules of OPC 10000-20 for temporary files: who may use a handle, for how long, and where it points to. */
class FileTransferTest {
    private static final String TRANSFER = "di:DeviceSet/p:tiny/di:SoftwareUpdate/di:Loading/di:FileTransfer";
    private static final String PARAMETERS = "di:DeviceSet/p:tiny/di:SoftwareUpdate/di:Parameters";
    private static final Variant PENDING = Variant.ofInt32(1);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final TinyPlc plc = new TinyPlc();
    private PlcServer server;
    private Client client;

    @BeforeEach
    void start() throws IOException, UaException {
        Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
        server = PlcServer.start(plc, new PlcServer.Settings(0, Optional.empty(), clock));
        client = Client.connect(server.endpoint());
    }

    @AfterEach
    void stop() throws UaException {
        client.close();
        server.close();
    }

    @Test
    void anotherSessionCannotUseTheHandle() throws UaException {
        TempFile file = forWrite();
        try (Client other = Client.connect(server.endpoint())) {
            assertThat(other.writeBlock(file, new byte[1]).value()).isEqualTo(StatusCodes.Bad_InvalidArgument);
        }
        assertThat(client.writeBlock(file, new byte[1])).isEqualTo(StatusCode.GOOD);
    }

    @Test
    void theHandleDiesWithItsSession() throws UaException {
        TempFile file = forWrite();
        client.close();
        client = Client.connect(server.endpoint());
        assertThat(commit(file).value()).isEqualTo(StatusCodes.Bad_InvalidArgument);
    }

    @Test
    void aTransferThatPausesTooLongIsCancelled() throws UaException {
        TempFile file = forWrite();
        assertThat(client.read(TRANSFER + "/ua:ClientProcessingTimeout")).isEqualTo(60_000.0);
        advance(Duration.ofSeconds(60));
        assertThat(client.writeBlock(file, new byte[1])).isEqualTo(StatusCode.GOOD);
        advance(Duration.ofSeconds(61));
        assertThat(client.writeBlock(file, new byte[1]).value()).isEqualTo(StatusCodes.Bad_InvalidArgument);
        assertThat(client.writeBlock(file, new byte[1]).value()).isEqualTo(StatusCodes.Bad_NodeIdUnknown);
    }

    @Test
    void closingAWriteGivesItUp() throws UaException {
        TempFile file = forWrite();
        client.writeBlock(file, TinyPlc.packageBytes("2.0"));
        assertThat(client.close(file)).isEqualTo(StatusCode.GOOD);
        assertThat(commit(file).value()).isEqualTo(StatusCodes.Bad_InvalidArgument);
        assertThat(plc.slots().pending()).isEmpty();
    }

    @Test
    void positionAndSizeFollowTheCalls() throws UaException {
        TempFile file = forWrite();
        client.writeBlock(file, "revision:9.9".getBytes(UTF_8));
        client.call(file.node(), NodeIds.FileType_SetPosition, file.handle(), ULong.valueOf(9));
        client.writeBlock(file, "3".getBytes(UTF_8));
        assertThat(client.call(file.node(), NodeIds.FileType_GetPosition, file.handle())
                        .outputs())
                .containsExactly(Variant.ofUInt64(ULong.valueOf(10)));
        assertThat(client.readValue(client.find(file.node(), "ua:Size").orElseThrow())
                        .value()
                        .value())
                .isEqualTo(ULong.valueOf(12));
        assertThat(commit(file)).isEqualTo(StatusCode.GOOD);
        assertThat(plc.slots().pending())
                .hasValueSatisfying(p -> assertThat(p.revision()).isEqualTo("3.9"));
    }

    @Test
    void aPositionBehindTheEndIsTheEnd() throws UaException {
        TempFile file = client.generate(PARAMETERS + "/ua:GenerateFileForRead", Variant.NULL_VALUE);
        client.call(file.node(), NodeIds.FileType_SetPosition, file.handle(), ULong.MAX);
        assertThat(client.readBlock(file, 10)).isEmpty();
        client.call(file.node(), NodeIds.FileType_SetPosition, file.handle(), ULong.valueOf(6));
        assertThat(client.readBlock(file, 10)).asString(UTF_8).isEqualTo("1");
    }

    @Test
    void aHandleIsOnlyGoodForItsOwnFileAndTransfer() throws UaException {
        TempFile one = forWrite();
        TempFile two = forWrite();
        assertThat(client.writeBlock(new TempFile(one.node(), two.handle()), new byte[1])
                        .value())
                .isEqualTo(StatusCodes.Bad_InvalidArgument);
        assertThat(client.call(PARAMETERS + "/ua:CloseAndCommit", one.handle())
                        .status()
                        .value())
                .isEqualTo(StatusCodes.Bad_InvalidArgument);
        assertThatThrownBy(() -> client.readBlock(one, 1))
                .isInstanceOfSatisfying(
                        UaException.class,
                        e -> assertThat(e.getStatusCode().value()).isEqualTo(StatusCodes.Bad_InvalidState));
    }

    @Test
    void optionsThatDoNotBelongToTheTransferAreRefused() {
        refused(TRANSFER + "/ua:GenerateFileForWrite", Variant.NULL_VALUE);
        refused(TRANSFER + "/ua:GenerateFileForRead", Variant.ofString("Current"));
        refused(PARAMETERS + "/ua:GenerateFileForRead", Variant.ofInt32(0));
    }

    private void refused(String method, Variant options) {
        assertThatThrownBy(() -> client.generate(method, options))
                .isInstanceOfSatisfying(
                        UaException.class,
                        e -> assertThat(e.getStatusCode().value()).isEqualTo(StatusCodes.Bad_InvalidArgument));
    }

    @Test
    void openFilesAreBounded() throws UaException {
        for (int i = 0; i < 8; i++) {
            forWrite();
        }
        assertThatThrownBy(this::forWrite)
                .isInstanceOfSatisfying(
                        UaException.class,
                        e -> assertThat(e.getStatusCode().value()).isEqualTo(StatusCodes.Bad_ResourceUnavailable));
        advance(Duration.ofSeconds(61));
        assertThat(client.writeBlock(forWrite(), new byte[1])).isEqualTo(StatusCode.GOOD);
    }

    @Test
    void oneBlockMayBeAsLargeAsTheServerSays() throws UaException {
        int max = ServerSettings.STANDARD.answers().limits().maxByteStringLength();
        assertThat(client.readValue(NodeIds.Server_ServerCapabilities_MaxByteStringLength)
                        .value()
                        .value())
                .hasToString(String.valueOf(max));
        byte[] large = new byte[max];
        large[max - 1] = 7;
        assertThat(client.send(PARAMETERS, Variant.NULL_VALUE, large, max)).isEqualTo(StatusCode.GOOD);
        assertThat(client.fetch(PARAMETERS, Variant.NULL_VALUE, max)).isEqualTo(large);
    }

    @Test
    void aCutTransferDropsTheSessionAndLosesTheFile() throws UaException {
        plc.cutTransferAt(3);
        TempFile file = forWrite();
        assertThat(client.writeBlock(file, new byte[2])).isEqualTo(StatusCode.GOOD);
        assertThatThrownBy(() -> client.writeBlock(file, new byte[2])).isInstanceOf(UaException.class);
        try (Client again = Client.connect(server.endpoint())) {
            assertThat(again.call(TRANSFER + "/ua:CloseAndCommit", file.handle())
                            .status()
                            .value())
                    .isEqualTo(StatusCodes.Bad_InvalidArgument);
        }
        assertThat(plc.slots().pending()).isEmpty();
    }

    private TempFile forWrite() throws UaException {
        return client.generate(TRANSFER + "/ua:GenerateFileForWrite", PENDING);
    }

    private StatusCode commit(TempFile file) throws UaException {
        return client.call(TRANSFER + "/ua:CloseAndCommit", file.handle()).status();
    }

    private void advance(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }
}
