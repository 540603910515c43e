package org.millwright.simulators.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.millwright.simulators.opcua.ShapedController.CURRENT;
import static org.millwright.simulators.opcua.ShapedController.LOADING;
import static org.millwright.simulators.opcua.ShapedController.NEW;
import static org.millwright.simulators.opcua.ShapedController.OLD;
import static org.millwright.simulators.opcua.ShapedController.PENDING;
import static org.millwright.simulators.opcua.ShapedController.TRANSFER;
import static org.millwright.simulators.opcua.ShapedController.UPDATE;
import static org.millwright.simulators.opcua.ShapedController.packageOf;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.junit.jupiter.api.Test;
import org.millwright.simulators.TestLine;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.config.UpdateSettings.Spec;

/** Controllers with cached loading that leave out, or add, what OPC 10000-100 makes optional. */
class CachedShapesTest {
    private static final UpdateSettings USUAL = UpdateSettings.USUAL;
    private static final List<String> NEW_IN_1_05 = List.of(
            "di:SoftwareUpdate/di:SoftwareClass",
            "di:SoftwareUpdate/di:SoftwareSubclass",
            "di:SoftwareUpdate/di:SoftwareName",
            "di:SoftwareUpdate/di:UnsignedPackageAllowed",
            "di:SoftwareUpdate/di:Loading/di:PendingVersion/di:Clear");

    @Test
    void onlyTheNewestEditionHasItsMembersAndAbortsAResume() throws Exception {
        try (var plc = new ShapedController(USUAL)) {
            for (String member : NEW_IN_1_05) {
                assertThat(plc.has(member)).as(member).isTrue();
            }
            plc.prepare();
            plc.call("di:PrepareForUpdate/di:Resume");
            assertThat(plc.call("di:PrepareForUpdate/di:Abort")).isEqualTo(StatusCode.GOOD);
            assertThat(plc.state("PrepareForUpdate")).isEqualTo(plc.client().di(Di.PREPARE_IDLE));
        }
        try (var plc = new ShapedController(USUAL.as(Spec.V1_04))) {
            for (String member : NEW_IN_1_05) {
                assertThat(plc.has(member)).as(member).isFalse();
            }
            plc.prepare();
            plc.call("di:PrepareForUpdate/di:Resume");
            assertThat(plc.call("di:PrepareForUpdate/di:Abort").value()).isEqualTo(StatusCodes.Bad_InvalidState);
        }
    }

    @Test
    void theOldestEditionTakesPackagesOnlyWhenPrepared() throws Exception {
        try (var plc = new ShapedController(USUAL.as(Spec.V1_03))) {
            refused(StatusCodes.Bad_InvalidState, () -> plc.send(PENDING, packageOf(NEW, "")));
            plc.prepare();
            assertThat(plc.send(PENDING, packageOf(NEW, ""))).isEqualTo(StatusCode.GOOD);
        }
    }

    @Test
    void whatIsLeftOutIsNotThere() throws Exception {
        UpdateSettings bare = USUAL.without(UpdateOption.values());
        try (var plc = new ShapedController(bare)) {
            for (String member : List.of(
                    "PrepareForUpdate",
                    "Confirmation",
                    "Parameters",
                    "UpdateStatus",
                    "VendorErrorCode",
                    "PowerCycle",
                    "Installation/di:PercentComplete",
                    "Installation/di:InstallationDelay",
                    "Loading/di:CurrentVersion/di:Hash",
                    "Loading/di:PendingVersion/di:Clear")) {
                assertThat(plc.has("di:SoftwareUpdate/di:" + member)).as(member).isFalse();
            }
            assertThat(plc.send(PENDING, packageOf(NEW, ""))).isEqualTo(StatusCode.GOOD);
            refused(StatusCodes.Bad_NotSupported, () -> plc.client().fetch(TRANSFER, CURRENT, 100));
            assertThat(plc.client()
                            .call(LOADING + "/di:GetUpdateBehavior", TestLine.URI, NEW, Variant.of(new String[0]))
                            .outputs())
                    .as("keeps parameters, disconnects, reboots, and needs no preparation")
                    .containsExactly(Variant.ofUInt32(UInteger.valueOf(0b01011)));
            assertThat(plc.install(NEW)).isEqualTo(StatusCode.GOOD);
            assertThat(plc.read("p:State")).isEqualTo("Stopped");
            plc.untilInstalled();
            assertThat(plc.read("di:SoftwareRevision")).isEqualTo(NEW);
        }
    }

    @Test
    void withoutAResumeMethodAnUpdateResumesByItself() throws Exception {
        try (var plc = new ShapedController(USUAL.without(UpdateOption.PREPARE_RESUME))) {
            assertThat(plc.has("di:SoftwareUpdate/di:PrepareForUpdate/di:Resume"))
                    .isFalse();
            plc.send(PENDING, packageOf(NEW, ""));
            plc.prepare();
            plc.line.advance(600);
            assertThat(plc.state("PrepareForUpdate"))
                    .as("not before the update")
                    .isEqualTo(plc.client().di(Di.PREPARE_PREPARED));
            plc.install(NEW);
            plc.untilInstalled();
            plc.line.advance(TestLine.RESUME_S + 1);
            assertThat(plc.state("PrepareForUpdate")).isEqualTo(plc.client().di(Di.PREPARE_IDLE));
        }
    }

    @Test
    void withoutAResumeMethodAnUpdateThatIsGivenUpIsAborted() throws Exception {
        try (var plc = new ShapedController(USUAL.without(UpdateOption.PREPARE_RESUME))) {
            plc.prepare();
            assertThat(plc.call("di:PrepareForUpdate/di:Abort")).isEqualTo(StatusCode.GOOD);
            plc.line.advance(TestLine.RESUME_S + 1);
            assertThat(plc.state("PrepareForUpdate")).isEqualTo(plc.client().di(Di.PREPARE_IDLE));
        }
    }

    @Test
    void aSoftwareWithAPatchIsNamedWithIt() throws Exception {
        try (var plc = new ShapedController(USUAL.with(UpdateOption.PATCH_IDENTIFIERS))) {
            plc.send(PENDING, TestLine.patched(NEW, "HF-7").bytes());
            assertThat(plc.read("di:SoftwareUpdate/di:Loading/di:CurrentVersion/di:PatchIdentifiers"))
                    .isEqualTo(new String[0]);
            assertThat(plc.read("di:SoftwareUpdate/di:Loading/di:PendingVersion/di:PatchIdentifiers"))
                    .isEqualTo(new String[] {"HF-7"});
            plc.prepare();
            assertThat(plc.install(NEW).value()).isEqualTo(StatusCodes.Bad_NotFound);
            assertThat(plc.install(NEW, "HF-7")).isEqualTo(StatusCode.GOOD);
        }
    }

    @Test
    void theInstallationDelayPutsTheWorkOff() throws Exception {
        try (var plc = new ShapedController(USUAL)) {
            plc.send(PENDING, packageOf(NEW, ""));
            plc.prepare();
            plc.client().write(UPDATE + "/di:Installation/di:InstallationDelay", 10_000.0);
            plc.install(NEW);
            plc.line.advance(10 * TestLine.SCALE - 1);
            assertThat(plc.state("Installation")).isEqualTo(plc.client().di(Di.INSTALL_INSTALLING));
            assertThat(plc.plc().update().installPercent()).isZero();
            plc.line.advance(TestLine.INSTALL_S / 2.0 + 1);
            assertThat(plc.plc().update().installPercent()).isEqualTo(50);
            plc.untilInstalled();
            assertThat(plc.read("di:SoftwareUpdate/di:Installation/di:InstallationDelay"))
                    .isEqualTo(0.0);
        }
    }

    @Test
    void theUpdateKeyIsDemandedForEachUpdateAndCannotBeRead() throws Exception {
        try (var plc = new ShapedController(USUAL.withKey("sesame"))) {
            String prepare = "di:PrepareForUpdate/di:Prepare";
            assertThat(plc.call(prepare).value()).isEqualTo(StatusCodes.Bad_InvalidState);
            assertThat(plc.client().write(LOADING + "/di:UpdateKey", "wrong")).isEqualTo(StatusCode.GOOD);
            assertThat(plc.call(prepare).value()).isEqualTo(StatusCodes.Bad_InvalidState);
            plc.client().write(LOADING + "/di:UpdateKey", "sesame");
            assertThat(plc.client()
                            .readValue(plc.client().id(LOADING + "/di:UpdateKey"))
                            .statusCode())
                    .matches(StatusCode::isBad);
            plc.send(PENDING, packageOf(NEW, ""));
            plc.prepare();
            assertThat(plc.install(NEW)).isEqualTo(StatusCode.GOOD);
            plc.untilInstalled();
            assertThat(plc.install(OLD).value()).as("fallback").isEqualTo(StatusCodes.Bad_InvalidState);
        }
    }

    @Test
    void everyBlockButTheLastHasTheDemandedSize() throws Exception {
        try (var plc = new ShapedController(USUAL.withBlocksOf(300))) {
            assertThat(plc.read("di:SoftwareUpdate/di:Loading/di:WriteBlockSize"))
                    .isEqualTo(UInteger.valueOf(300));
            byte[] content = packageOf(NEW, "");
            refused(StatusCodes.Bad_InvalidArgument, () -> plc.client().send(TRANSFER, PENDING, content, 301));
            Client.TempFile file = plc.client().generate(TRANSFER + "/ua:GenerateFileForWrite", PENDING);
            assertThat(plc.client().writeBlock(file, Arrays.copyOf(content, 100)))
                    .isEqualTo(StatusCode.GOOD);
            assertThat(plc.client()
                            .writeBlock(file, Arrays.copyOf(content, 300))
                            .value())
                    .as("the short one was the last")
                    .isEqualTo(StatusCodes.Bad_InvalidArgument);
            assertThat(plc.client().send(TRANSFER, PENDING, content, 300)).isEqualTo(StatusCode.GOOD);
        }
    }

    @Test
    void aLyingCommitLeavesTheSlotAsItWas() throws Exception {
        try (var plc = new ShapedController(USUAL, "p1:lying-commit")) {
            assertThat(plc.send(PENDING, packageOf(NEW, ""))).isEqualTo(StatusCode.GOOD);
            assertThat(plc.read("di:SoftwareUpdate/di:Loading/di:PendingVersion/di:SoftwareRevision"))
                    .isEqualTo("");
        }
    }

    @Test
    void aStuckInstallationNeverEndsUntilThePowerIsCycled() throws Exception {
        try (var plc = new ShapedController(USUAL, "p1:stick-installing")) {
            plc.send(PENDING, packageOf(NEW, ""));
            plc.prepare();
            plc.install(NEW);
            plc.line.advance(3600);
            assertThat(plc.state("Installation")).isEqualTo(plc.client().di(Di.INSTALL_INSTALLING));
            plc.plc().cyclePower();
            plc.line.advance(2 * TestLine.BOOT_S + 1);
            plc.reconnect();
            assertThat(plc.state("Installation")).isEqualTo(plc.client().di(Di.INSTALL_ERROR));
            assertThat(plc.read("di:SoftwareRevision")).isEqualTo(OLD);
        }
    }

    private static void refused(long status, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        UaException.class,
                        e -> assertThat(e.getStatusCode().value()).isEqualTo(status));
    }
}
