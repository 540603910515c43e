package org.millwright.mes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ApplicationType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSessionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSessionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishRequest;
import org.eclipse.milo.opcua.stack.core.util.NonceUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.trust.TestCertificate;

/** Clients whose certificate is trusted, and which take more than their share. */
class SessionsThatStayTest {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    @TempDir
    private Path folder = Path.of("");

    private MesUnderTest mes;

    @BeforeEach
    void begin() throws Exception {
        mes = new MesUnderTest(
                folder,
                Map.of("sessions.most", "3", "sessions.not-logged-in", "4", "sessions.publish-requests", "5"),
                Clock.systemUTC());
    }

    @AfterEach
    void end() throws Exception {
        mes.close();
    }

    private OpcUaClient connect() throws Exception {
        return mes.connect(new UsernameProvider("mes", MesUnderTest.PASSWORD));
    }

    private int sessions() {
        return mes.server.server().getSessionManager().getAllSessions().size();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static CompletableFuture<UaResponseMessageType> createSession(OpcUaClient over) throws Exception {
        ApplicationDescription who = new ApplicationDescription(
                TestCertificate.uri("mes-client"),
                "",
                LocalizedText.NULL_VALUE,
                ApplicationType.Client,
                null,
                null,
                null);
        return over.getTransport()
                .sendRequestMessage(new CreateSessionRequest(
                        over.newRequestHeader(),
                        who,
                        null,
                        over.getConfig().getEndpoint().getEndpointUrl(),
                        "never",
                        NonceUtil.generateNonce(32),
                        ByteString.of(MesUnderTest.CLIENT.certificate().getEncoded()),
                        3_600_000.0,
                        uint(0)));
    }

    /** A hundred of them shut everybody else out of a server that has only the library. */
    @Test
    void sessionsThatNeverLogInTakeNoPlaceFromOthers() throws Exception {
        OpcUaClient first = connect();
        for (int i = 0; i < 200; i++) {
            assertThat(createSession(first).get(30, TimeUnit.SECONDS)).isInstanceOf(CreateSessionResponse.class);
        }
        assertThat(sessions()).isLessThanOrEqualTo(1 + 4);
        assertThat(connect()).isNotNull();
        await(() -> sessions() == 2);
        assertThat(mes.logged("do not log in")).hasSize(1);
        assertThat(first.readValues(0, TimestampsToReturn.Neither, List.of(NodeIds.Server_Auditing)))
                .hasSize(1);
    }

    @Test
    void moreLogInsThanAllowedAreRefusedUntilOneEnds() throws Exception {
        List<OpcUaClient> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(connect());
        }
        assertThat(UaException.extractStatusCode(catchThrowable(this::connect))
                        .orElseThrow()
                        .value())
                .isEqualTo(StatusCodes.Bad_TooManySessions);
        all.getFirst().disconnect();
        await(() -> mes.server.loggedIn() == 2);
        assertThat(connect()).isNotNull();
    }

    @Test
    void publishRequestsPileUpOnlyToTheirLimit() throws Exception {
        OpcUaClient client = connect();
        new OpcUaSubscription(client, 60_000.0).create();
        NodeId token = client.getSession().getAuthenticationToken();
        List<CompletableFuture<UaResponseMessageType>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(
                    client.getTransport().sendRequestMessage(new PublishRequest(client.newRequestHeader(token), null)));
        }
        await(() -> answers.stream().filter(CompletableFuture::isDone).count() >= 45);
        assertThat(answers.stream()
                        .filter(CompletableFuture::isCompletedExceptionally)
                        .map(a -> UaException.extractStatusCode(a.exceptionNow())
                                .orElseThrow()
                                .value()))
                .hasSizeGreaterThanOrEqualTo(44)
                .containsOnly(StatusCodes.Bad_TooManyPublishRequests);
    }

    @Test
    void theFirstChannelOfAClientHasATokenOtherThanZero() throws Exception {
        Wire.Plain plain = new Wire(mes.port()).plain();
        plain.socket().close();
        assertThat(plain.token()).isPositive();
    }
}
