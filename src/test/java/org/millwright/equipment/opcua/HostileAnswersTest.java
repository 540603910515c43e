package org.millwright.equipment.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.millwright.equipment.EquipmentException.Kind.BROKEN_PROTOCOL;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;
import static org.millwright.equipment.EquipmentException.Kind.TIMED_OUT;
import static org.millwright.equipment.opcua.TestDriver.FENCE;
import static org.millwright.equipment.opcua.TestDriver.LIMIT;
import static org.millwright.equipment.opcua.TestDriver.PRODUCT;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;
import org.millwright.equipment.Order;
import org.millwright.equipment.Session;
import org.millwright.equipment.UpdateState.Health;
import org.millwright.equipment.opcua.ScriptedServer.Node;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.release.Sha256;

/** Whatever a server answers ends in what it means or in a clear failure, never in a false "done". */
class HostileAnswersTest {
    private static final byte[] CONTENT = new byte[50_000];
    private static final Software SOFTWARE = new Software(TestDriver.MAKER, PRODUCT, new Revision("2.0.0"));
    private static final Image IMAGE =
            new Image(SOFTWARE, Sha256.of(CONTENT), CONTENT.length, () -> new ByteArrayInputStream(CONTENT));
    private static final UInteger HANDLE = UInteger.valueOf(7);

    private final Map<String, Object> says = new ConcurrentHashMap<>();
    private final List<Object> written = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch going = new CountDownLatch(0);
    private volatile Object[] generated = {};
    private volatile Object[] read = {ByteString.of(new byte[0])};
    private volatile Object[] behavior = {};
    private ScriptedServer server;
    private Session session;

    @BeforeEach
    void start() throws Exception {
        says.putAll(Map.of(
                "revision", "1.0.0", "pending", "", "preparation", 231, "installation", 271, "size", ULong.valueOf(0)));
        server = ScriptedServer.start(this::script);
        session = TestDriver.open(server.endpoint());
    }

    @AfterEach
    void stop() {
        session.close();
        server.close();
    }

    private Object said(String name) {
        return says.getOrDefault(name, StatusCode.of(StatusCodes.Bad_NotReadable));
    }

    private void script(ScriptedServer scripted) {
        Node device = scripted.device(scripted.deviceSet(), "cpu", PRODUCT);
        device.variable("DeviceHealth", () -> said("health"));
        Node addIn = scripted.addIn(device);
        addIn.variable("UpdateStatus", () -> said("status"));
        addIn.variable("VendorErrorCode", () -> said("vendor"));
        addIn.machine("PrepareForUpdate", () -> said("preparation")).method("Prepare", _ -> new Object[0]);
        Node installation = addIn.machine("Installation", () -> said("installation"));
        installation.variable("InstallationDelay", () -> said("delay"), written::add);
        installation.method("InstallSoftwarePackage", inputs -> {
            written.add(Arrays.asList((String[]) inputs[2].value()));
            return new Object[0];
        });
        loading(addIn.object("Loading"));
    }

    private void loading(Node loading) {
        loading.object("CurrentVersion").variable("SoftwareRevision", () -> said("revision"));
        Node pending = loading.object("PendingVersion");
        pending.variable("SoftwareRevision", () -> said("pending"));
        pending.variable("Hash", () -> said("hash"));
        pending.variable("PatchIdentifiers", () -> said("patches"));
        loading.method("GetUpdateBehavior", _ -> behavior);
        loading.variable("ErrorMessage", () -> said("error"));
        loading.variable("WriteBlockSize", () -> said("block"));
        Node transfer = loading.object("FileTransfer");
        Node file = transfer.object("file", NodeIds.FileType, NodeIds.HasComponent);
        file.variable("0:Size", () -> said("size"));
        file.value("0:MaxByteStringLength", UInteger.valueOf(60_000));
        file.method("0:Read", _ -> read).method("0:Close", _ -> new Object[0]);
        loading.variable("WriteTimeout", () -> said("timeout"));
        file.method("0:Write", inputs -> {
            await(going);
            written.add(inputs[1].value() instanceof ByteString block ? block.length() : -1);
            return new Object[0];
        });
        says.put("file", file.id());
        Node machine = transfer.machine("state", () -> said("transfer"));
        says.put("machine", machine.id());
        transfer.method("0:GenerateFileForRead", _ -> generated);
        transfer.method("0:GenerateFileForWrite", _ -> generated);
        transfer.method("0:CloseAndCommit", _ -> new Object[] {said("completion")});
    }

    private static void await(CountDownLatch latch) throws UaException {
        try {
            if (!latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new UaException(StatusCodes.Bad_Timeout);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aWriteThatTakesLongerThanPromisedIsGivenUp() {
        gives(said("file"), HANDLE);
        says.put("timeout", 200.0);
        going = new CountDownLatch(1);
        try {
            fails(TIMED_OUT, () -> session.stage(FENCE, IMAGE, _ -> {}, LIMIT), "send");
        } finally {
            going.countDown();
        }
    }

    private void gives(Object... outputs) {
        generated = outputs;
    }

    private static void fails(EquipmentException.Kind kind, ThrowingCallable request, String words) {
        assertThatExceptionOfType(EquipmentException.class)
                .isThrownBy(request)
                .matches(e -> e.kind() == kind, "is " + kind)
                .withMessageContaining(words);
    }

    @Test
    void aStateThatIsNotKnownIsNamed() {
        says.put("preparation", 271);
        fails(BROKEN_PROTOCOL, () -> session.observe(LIMIT), "271");
        says.put("preparation", "Idle");
        fails(BROKEN_PROTOCOL, () -> session.observe(LIMIT), "PrepareForUpdate");
        says.put("preparation", StatusCode.of(StatusCodes.Bad_OutOfService));
        fails(BROKEN_PROTOCOL, () -> session.observe(LIMIT), "PrepareForUpdate");
    }

    @Test
    void valuesOfOtherTypesAreNotTold() throws Exception {
        says.put("health", "fine");
        says.put("vendor", LocalizedText.english("none"));
        says.put("status", "x".repeat(100_000));
        says.put("hash", ByteString.of(new byte[20]));
        says.put("pending", "2.0.0");
        var state = session.observe(LIMIT);

        assertThat(state.health()).isEqualTo(Health.UNKNOWN);
        assertThat(state.vendorErrorCode()).isZero();
        assertThat(state.text()).hasSize(1_000);
        assertThat(state.pending().orElseThrow().hash())
                .as("a hash of another kind")
                .isEmpty();
    }

    @Test
    void aRevisionThatIsNoneIsNotTaken() {
        says.put("revision", "9".repeat(500));
        fails(BROKEN_PROTOCOL, () -> session.observe(LIMIT), "revision");
    }

    @Test
    void anEmptyVersionIsNoSoftwareWhateverTheNameplateSays() throws Exception {
        says.put("revision", "");
        assertThat(session.observe(LIMIT).current().revision()).isEqualTo(Revision.NONE);
        assertThat(session.identify(LIMIT).installed().revision()).isEqualTo(Revision.NONE);
    }

    @Test
    void outputsThatMakeNoFileAreNonsense() {
        fails(BROKEN_PROTOCOL, () -> session.stage(FENCE, IMAGE, _ -> {}, LIMIT), "no file");
        gives("file", HANDLE);
        reopen();
        fails(BROKEN_PROTOCOL, () -> session.stage(FENCE, IMAGE, _ -> {}, LIMIT), "no file");
        gives(said("file"));
        reopen();
        fails(BROKEN_PROTOCOL, () -> session.readProgram(OutputStream.nullOutputStream(), LIMIT), "no file");
    }

    private void reopen() {
        session.close();
        try {
            session = TestDriver.open(server.endpoint());
        } catch (EquipmentException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aReadThatGivesMoreThanAskedForOrNoBytesIsNonsense() {
        gives(said("file"), HANDLE, NodeId.NULL_VALUE);
        read = new Object[] {ByteString.of(new byte[100_000])};
        fails(BROKEN_PROTOCOL, () -> session.readProgram(OutputStream.nullOutputStream(), LIMIT), "was asked for");
        read = new Object[] {"bytes"};
        reopen();
        fails(BROKEN_PROTOCOL, () -> session.readProgram(OutputStream.nullOutputStream(), LIMIT), "else than bytes");
        read = new Object[0];
        reopen();
        fails(BROKEN_PROTOCOL, () -> session.readProgram(OutputStream.nullOutputStream(), LIMIT), "else than bytes");
    }

    @Test
    void aSizeThatLiesIsNoProgram() {
        gives(said("file"), HANDLE, NodeId.NULL_VALUE);
        says.put("size", ULong.valueOf(12));
        fails(BROKEN_PROTOCOL, () -> session.readProgram(OutputStream.nullOutputStream(), LIMIT), "12 bytes");
    }

    @Test
    void aFileWithoutEndCostsTheLimitAndNoMore() {
        gives(said("file"), HANDLE, NodeId.NULL_VALUE);
        read = new Object[] {ByteString.of(new byte[1])};
        fails(TIMED_OUT, () -> session.readProgram(OutputStream.nullOutputStream(), Duration.ofMillis(500)), "receive");
    }

    @Test
    void aCommitThatDidNothingIsNotDone() {
        gives(said("file"), HANDLE);
        says.put("completion", NodeId.NULL_VALUE);
        fails(REFUSED, () -> session.stage(FENCE, IMAGE, _ -> {}, LIMIT), "pending slot holds nothing");
        says.put("pending", "1.5.0");
        fails(REFUSED, () -> session.stage(FENCE, IMAGE, _ -> {}, LIMIT), "1.5.0");
    }

    @Test
    void aTransferThatFailsLaterTellsWhy() {
        gives(said("file"), HANDLE);
        says.put("completion", said("machine"));
        says.put("transfer", new NodeId(0, 15823));
        says.put("error", LocalizedText.english("signature is not known"));
        fails(REFUSED, () -> session.stage(FENCE, IMAGE, _ -> {}, LIMIT), "signature is not known");
        says.put("transfer", new NodeId(0, 1));
        fails(BROKEN_PROTOCOL, () -> session.stage(FENCE, IMAGE, _ -> {}, LIMIT), "not known");
    }

    @Test
    void theBlockSizeIsKeptExactlyOrRefused() throws Exception {
        gives(said("file"), HANDLE);
        says.put("completion", NodeId.NULL_VALUE);
        says.put("block", UInteger.valueOf(20_000));
        fails(REFUSED, () -> session.stage(FENCE, IMAGE, _ -> {}, LIMIT), "pending");
        assertThat(written).containsExactly(20_000, 20_000, 10_000);
        says.put("block", UInteger.valueOf(1L << 30));
        fails(REFUSED, () -> session.stage(FENCE, IMAGE, _ -> {}, LIMIT), "blocks of");
    }

    @Test
    void aBehaviourThatIsNoNumberIsNotGuessed() throws Exception {
        fails(BROKEN_PROTOCOL, () -> session.behavior(SOFTWARE, LIMIT), "behaviour");
        behavior = new Object[] {UInteger.valueOf(0xFFFF_FFF5L)};
        reopen();
        var told = session.behavior(SOFTWARE, LIMIT);
        assertThat(told.keepsParameters()).isTrue();
        assertThat(told.needsPowerCycle()).isTrue();
        assertThat(told.reboots()).as("bit 3, whatever the reserved ones are").isFalse();
    }

    @Test
    void patchesGoBackAsTheyCame() throws Exception {
        says.put("pending", "2.0.0");
        says.put("patches", new String[] {"b", "", "a", "b"});
        session.install(FENCE, new Order(IMAGE, Duration.ZERO, Duration.ZERO), _ -> {}, LIMIT);

        assertThat(written).containsExactly(List.of("b", "", "a", "b"));
    }

    @Test
    void aDelayIsSetForThisOrderAndTakenBackForTheNext() throws Exception {
        says.put("pending", "2.0.0");
        says.put("delay", 0.0);
        session.install(FENCE, new Order(IMAGE, Duration.ZERO, Duration.ofSeconds(3)), _ -> {}, LIMIT);
        assertThat(written).contains(3_000.0);
        says.put("delay", 3_000.0);
        session.install(FENCE, new Order(IMAGE, Duration.ZERO, Duration.ZERO), _ -> {}, LIMIT);
        assertThat(written).contains(0.0);
        written.clear();
        says.put("delay", 0.0);
        session.install(FENCE, new Order(IMAGE, Duration.ZERO, Duration.ZERO), _ -> {}, LIMIT);
        assertThat(written).doesNotHaveAnyElementsOfTypes(Double.class);
    }

    @Test
    void aServerWithoutResumeThatCannotLeavePreparationSaysSo() throws Exception {
        says.put("preparation", 235);
        fails(REFUSED, () -> session.resume(FENCE, LIMIT), "stays prepared");
        says.put("installation", 273);
        session.resume(FENCE, LIMIT);
    }

    @Test
    void aMethodThatIsRefusedNamesTheStatus() throws UaException {
        says.put("preparation", 231);
        fails(REFUSED, () -> session.confirm(FENCE, LIMIT), "Confirm");
    }
}
