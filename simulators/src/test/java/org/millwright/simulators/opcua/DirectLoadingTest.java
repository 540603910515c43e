package org.millwright.simulators.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.millwright.simulators.opcua.ShapedController.CURRENT;
import static org.millwright.simulators.opcua.ShapedController.NEW;
import static org.millwright.simulators.opcua.ShapedController.OLD;
import static org.millwright.simulators.opcua.ShapedController.PENDING;
import static org.millwright.simulators.opcua.ShapedController.TRANSFER;
import static org.millwright.simulators.opcua.ShapedController.UPDATE;
import static org.millwright.simulators.opcua.ShapedController.damaged;
import static org.millwright.simulators.opcua.ShapedController.packageOf;

import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.millwright.simulators.TestLine;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.config.UpdateSettings.Loading;

/** DirectLoading of OPC 10000-100 8.4.4: the transfer is the installation, and half a transfer is no software at all. */
class DirectLoadingTest {
    private static final UpdateSettings DIRECT = UpdateSettings.USUAL.as(Loading.DIRECT);
    private static final int FAILURE = 1;

    @Test
    void aCommittedPackageRunsAfterTheReboot() throws Exception {
        try (var plc = new ShapedController(DIRECT.with(UpdateOption.WRITE_TIMEOUT))) {
            assertThat(plc.has("di:SoftwareUpdate/di:Installation")).isFalse();
            assertThat(plc.has("di:SoftwareUpdate/di:Loading/di:PendingVersion"))
                    .isFalse();
            assertThat(plc.has("di:SoftwareUpdate/di:Loading/di:WriteTimeout")).isTrue();
            assertThat(plc.read("di:SoftwareUpdate/di:Loading/di:UpdateBehavior"))
                    .isEqualTo(UInteger.valueOf(0b11011));
            byte[] content = packageOf(NEW, "");
            refused(StatusCodes.Bad_InvalidState, () -> plc.send(CURRENT, content));
            plc.prepare();
            refused(StatusCodes.Bad_NotSupported, () -> plc.send(PENDING, content));

            assertThat(plc.send(CURRENT, content)).isEqualTo(StatusCode.GOOD);
            plc.untilRebooted();

            assertRuns(plc, NEW);
            assertThat(plc.read("di:SoftwareUpdate/di:Loading/di:CurrentVersion/di:SoftwareRevision"))
                    .isEqualTo(NEW);
            assertThat(plc.client().fetch(TRANSFER, CURRENT, 300)).isEqualTo(content);
            assertThat(plc.call("di:PrepareForUpdate/di:Resume")).isEqualTo(StatusCode.GOOD);
        }
    }

    @Test
    void fromTheFirstBlockOnThereIsNoSoftwareUntilAWholeOneHasCome() throws Exception {
        try (var plc = new ShapedController(DIRECT)) {
            byte[] content = packageOf(NEW, "");
            plc.prepare();
            Client.TempFile file = plc.client().generate(TRANSFER + "/ua:GenerateFileForWrite", CURRENT);
            assertRuns(plc, OLD);
            plc.client().writeBlock(file, Arrays.copyOf(content, 10));
            assertHasNoSoftware(plc);
            plc.client().close(file);
            assertHasNoSoftware(plc);
            assertThat(plc.read("di:SoftwareUpdate/di:UpdateStatus")).asString().contains("No working software");
            assertThat(plc.read("di:SoftwareUpdate/di:VendorErrorCode")).isNotEqualTo(0);
            refused(StatusCodes.Bad_NotFound, () -> plc.client().fetch(TRANSFER, CURRENT, 100));

            plc.plc().cyclePower();
            plc.untilRebooted();
            assertHasNoSoftware(plc);

            assertThat(plc.send(CURRENT, content)).isEqualTo(StatusCode.GOOD);
            plc.untilRebooted();
            assertRuns(plc, NEW);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"p1:cut-transfer=50", "p1:power-loss=50"})
    void aTransferThatIsCutLeavesNoSoftwareAndTheNextOneHeals(String fault) throws Exception {
        try (var plc = new ShapedController(DIRECT, fault)) {
            byte[] content = packageOf(NEW, "");
            plc.prepare();
            assertThatThrownBy(() -> plc.send(CURRENT, content)).isInstanceOf(UaException.class);
            plc.untilRebooted();
            assertHasNoSoftware(plc);
            assertThat(plc.send(CURRENT, content)).isEqualTo(StatusCode.GOOD);
            plc.untilRebooted();
            assertRuns(plc, NEW);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"p1:install-error", "p1:corrupt-commit"})
    void aCommitThatFailsSaysWhyAndLeavesNoSoftware(String fault) throws Exception {
        try (var plc = new ShapedController(DIRECT, fault)) {
            plc.prepare();
            assertThat(plc.send(CURRENT, packageOf(NEW, "")).value()).isEqualTo(StatusCodes.Bad_InvalidArgument);
            assertThat(plc.read("di:SoftwareUpdate/di:Loading/di:ErrorMessage"))
                    .asString()
                    .isNotEmpty();
            assertHasNoSoftware(plc);
            assertThat(plc.send(CURRENT, packageOf(NEW, ""))).isEqualTo(StatusCode.GOOD);
        }
    }

    @Test
    void aBadPackageIsFoundAtTheCommitWhenItIsTooLate() throws Exception {
        try (var plc = new ShapedController(DIRECT)) {
            plc.prepare();
            assertThat(plc.send(CURRENT, damaged(packageOf(NEW, ""))).value())
                    .isEqualTo(StatusCodes.Bad_InvalidArgument);
            assertHasNoSoftware(plc);
            assertThat(plc.send(CURRENT, packageOf(NEW, "refuse-install")).value())
                    .isEqualTo(StatusCodes.Bad_InvalidArgument);
            assertHasNoSoftware(plc);
        }
    }

    @Test
    void anUnconfirmedSoftwareGivesWayToTheGoldenCopy() throws Exception {
        try (var plc = new ShapedController(DIRECT)) {
            plc.prepare();
            plc.client().write(UPDATE + "/di:Confirmation/di:ConfirmationTimeout", 5_000.0);
            plc.send(CURRENT, packageOf(NEW, ""));
            plc.untilRebooted();
            assertRuns(plc, NEW);
            assertThat(plc.state("Confirmation")).isEqualTo(plc.client().di(Di.CONFIRM_WAITING));
            plc.line.advance(5 * TestLine.SCALE);
            plc.untilRebooted();
            assertRuns(plc, OLD);
            assertThat(plc.read("di:SoftwareUpdate/di:VendorErrorCode")).isNotEqualTo(0);
        }
    }

    @Test
    void aConfirmedSoftwareStays() throws Exception {
        try (var plc = new ShapedController(DIRECT)) {
            plc.prepare();
            plc.client().write(UPDATE + "/di:Confirmation/di:ConfirmationTimeout", 5_000.0);
            plc.send(CURRENT, packageOf(NEW, ""));
            plc.untilRebooted();
            assertThat(plc.call("di:Confirmation/di:Confirm")).isEqualTo(StatusCode.GOOD);
            plc.line.advance(3600);
            assertRuns(plc, NEW);
        }
    }

    @Test
    void withoutConfirmationThereIsNoGoldenCopyToGoBackTo() throws Exception {
        try (var plc = new ShapedController(DIRECT.without(UpdateOption.CONFIRMATION))) {
            plc.prepare();
            plc.send(CURRENT, packageOf(NEW, "no-boot"));
            plc.line.advance(TestLine.BOOT_S);
            plc.untilRebooted();
            assertHasNoSoftware(plc);
            plc.send(CURRENT, packageOf(NEW, ""));
            plc.untilRebooted();
            assertRuns(plc, NEW);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"p1:old-revision", "p1:boot-loop", "p1:lying-commit", "p1:unconfirmed"})
    void faultsThatEndOnTheOldSoftwareDoSoHereToo(String fault) throws Exception {
        try (var plc = new ShapedController(DIRECT, fault)) {
            plc.prepare();
            plc.client().write(UPDATE + "/di:Confirmation/di:ConfirmationTimeout", 1_000.0);
            assertThat(plc.send(CURRENT, packageOf(NEW, ""))).isEqualTo(StatusCode.GOOD);
            plc.line.advance(8 * TestLine.BOOT_S);
            plc.reconnect();
            assertRuns(plc, OLD);
        }
    }

    @Test
    void neverReturnsIsGoneAfterTheCommit() throws Exception {
        try (var plc = new ShapedController(DIRECT, "p1:never-returns")) {
            plc.prepare();
            plc.send(CURRENT, packageOf(NEW, ""));
            TestLine.PowerLog power = new TestLine.PowerLog();
            plc.plc().onPower(power);
            plc.line.advance(3600);
            assertThat(power.calls).containsExactly("up", "down");
        }
    }

    @Test
    void aCommitThatCameTooLateOrWasLostDoesNotBlockTheNextTransfer() throws Exception {
        try (var plc = new ShapedController(DIRECT.with(UpdateOption.ASYNC_COMPLETION), "p1:stick-completion")) {
            plc.prepare();
            assertThat(plc.send(CURRENT, packageOf(NEW, ""))).isEqualTo(StatusCode.GOOD);
            plc.line.advance(600);
            assertHasNoSoftware(plc);
            plc.plc().cyclePower();
            plc.untilRebooted();
            assertHasNoSoftware(plc);

            Client.TempFile late = plc.client().generate(TRANSFER + "/ua:GenerateFileForWrite", CURRENT);
            plc.client().writeBlock(late, new byte[10]);
            plc.call("di:PrepareForUpdate/di:Resume");
            plc.client().call(TRANSFER + "/ua:CloseAndCommit", late.handle());
            plc.line.advance(TestLine.RESUME_S + 1);
            assertHasNoSoftware(plc);

            plc.prepare();
            assertThat(plc.send(CURRENT, packageOf(NEW, ""))).isEqualTo(StatusCode.GOOD);
            plc.untilRebooted();
            assertRuns(plc, NEW);
        }
    }

    @Test
    void onlyOneTransferAtATimeWritesTheMemory() throws Exception {
        try (var plc = new ShapedController(DIRECT)) {
            plc.prepare();
            Client.TempFile first = plc.client().generate(TRANSFER + "/ua:GenerateFileForWrite", CURRENT);
            refused(
                    StatusCodes.Bad_InvalidState,
                    () -> plc.client().generate(TRANSFER + "/ua:GenerateFileForWrite", CURRENT));
            plc.client().close(first);
            assertThat(plc.send(CURRENT, packageOf(NEW, ""))).isEqualTo(StatusCode.GOOD);
        }
    }

    private static void assertRuns(ShapedController plc, String revision) throws UaException {
        assertThat(plc.condition()).containsEntry("revision", revision).containsEntry("health", 0);
    }

    private static void assertHasNoSoftware(ShapedController plc) throws UaException {
        assertThat(plc.condition())
                .containsEntry("revision", "")
                .containsEntry("health", FAILURE)
                .containsEntry("state", "Stopped");
        assertThat(plc.read("di:SoftwareUpdate/di:Loading/di:CurrentVersion/di:ManufacturerUri"))
                .isEqualTo("");
    }

    private static void refused(long status, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        UaException.class,
                        e -> assertThat(e.getStatusCode().value()).isEqualTo(status));
    }
}
