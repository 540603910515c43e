package org.millwright.simulators.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millwright.simulators.opcua.ShapedController.DEVICE;
import static org.millwright.simulators.opcua.ShapedController.UPDATE;

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
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings;

/** The lock of OPC 10000-100 ch. 7: one application may change the device, all may look. */
class LockTest {
    private static final String LOCK = DEVICE + "/di:Lock";
    private static final String OTHER_APPLICATION = "urn:test:another";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private ShapedController plc;
    private Client other;

    @BeforeEach
    void start() throws Exception {
        Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
        plc = new ShapedController(UpdateSettings.USUAL.with(UpdateOption.LOCK), clock);
        other = connectOther();
    }

    private Client connectOther() throws UaException {
        return Client.connect(
                plc.endpoint(), SecurityPolicy.None, config -> config.setApplicationUri(OTHER_APPLICATION));
    }

    @AfterEach
    void stop() throws UaException {
        other.close();
        plc.close();
    }

    @Test
    void whileLockedOnlyTheOwnerWritesAndCalls() throws UaException {
        assertThat(status(plc.client(), "InitLock", "update")).isEqualTo(0);
        assertThat(plc.client().read(LOCK + "/di:Locked")).isEqualTo(true);
        assertThat(String.valueOf(other.read(LOCK + "/di:LockingClient"))).isNotEmpty();
        assertThat(other.call(UPDATE + "/di:PrepareForUpdate/di:Prepare")
                        .status()
                        .value())
                .isEqualTo(StatusCodes.Bad_Locked);
        assertThat(other.write(DEVICE + "/p:InfeedEnabled", false).value()).isEqualTo(StatusCodes.Bad_Locked);
        assertThat(other.read(DEVICE + "/p:InfeedEnabled")).isEqualTo(true);
        assertThat(plc.client().write(DEVICE + "/p:InfeedEnabled", false)).isEqualTo(StatusCode.GOOD);
        assertThat(plc.call("di:PrepareForUpdate/di:Prepare")).isEqualTo(StatusCode.GOOD);

        assertThat(status(other, "InitLock", "x")).isEqualTo(-1);
        assertThat(status(other, "RenewLock")).isEqualTo(-1);
        assertThat(status(other, "ExitLock")).isEqualTo(-1);
        assertThat(status(plc.client(), "ExitLock")).isEqualTo(0);
        assertThat(status(plc.client(), "ExitLock")).isEqualTo(-1);
        assertThat(other.write(DEVICE + "/p:InfeedEnabled", true)).isEqualTo(StatusCode.GOOD);
    }

    @Test
    void theOwnerIsAnApplicationAndNotItsSession() throws UaException {
        status(plc.client(), "InitLock", "update");
        plc.reconnect();
        assertThat(status(plc.client(), "RenewLock")).isEqualTo(0);
        assertThat(plc.client().write(DEVICE + "/p:InfeedEnabled", false)).isEqualTo(StatusCode.GOOD);
    }

    @Test
    void anOwnerThatIsSilentTooLongLosesItAndAnyRequestKeepsIt() throws UaException {
        assertThat(plc.client()
                        .find(NodeIds.Server_ServerCapabilities, "di:MaxInactiveLockTime")
                        .map(plc.client().di(6387)::equals))
                .isEqualTo(Optional.of(true));
        status(plc.client(), "InitLock", "update");
        advance(29);
        assertThat(other.read(LOCK + "/di:RemainingLockTime")).isEqualTo(1000.0);
        plc.client().read(DEVICE + "/p:State");
        advance(29);
        assertThat(other.read(LOCK + "/di:Locked")).isEqualTo(true);
        advance(2);
        assertThat(other.read(LOCK + "/di:Locked")).isEqualTo(false);
        assertThat(status(other, "InitLock", "mine now")).isEqualTo(0);
    }

    @Test
    void aLockCanBeBroken() throws UaException {
        assertThat(status(other, "BreakLock")).isEqualTo(-1);
        status(plc.client(), "InitLock", "update");
        assertThat(status(other, "BreakLock")).isEqualTo(0);
        assertThat(plc.client().read(LOCK + "/di:Locked")).isEqualTo(false);
    }

    @Test
    void aRebootTakesTheLockAway() throws UaException {
        status(plc.client(), "InitLock", "update");
        plc.plc().cyclePower();
        plc.untilRebooted();
        assertThat(plc.client().read(LOCK + "/di:Locked")).isEqualTo(false);
    }

    @Test
    void aLostLockIsAnotherApplicationsInMidUpdate() throws Exception {
        status(plc.client(), "InitLock", "update");
        plc.line.line().inject("p1:lost-lock");
        assertThat(plc.client().write(DEVICE + "/p:InfeedEnabled", false))
                .as("no update yet")
                .isEqualTo(StatusCode.GOOD);
        plc.prepare();
        assertThat(plc.call("di:PrepareForUpdate/di:Resume").value()).isEqualTo(StatusCodes.Bad_Locked);
        assertThat(status(plc.client(), "InitLock", "again")).isEqualTo(-1);
    }

    private void advance(int seconds) {
        now.updateAndGet(instant -> instant.plus(Duration.ofSeconds(seconds)));
    }

    /** The status that the method hands back in its output; the call itself is good. */
    private static Object status(Client client, String method, Object... inputs) throws UaException {
        Client.Reply reply = client.call(LOCK + "/di:" + method, inputs);
        assertThat(reply.status()).isEqualTo(StatusCode.GOOD);
        return Optional.ofNullable(reply.outputs().getFirst().value()).orElseThrow();
    }
}
