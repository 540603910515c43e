package org.millwright.simulators.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.millwright.simulators.opcua.ShapedController.CURRENT;
import static org.millwright.simulators.opcua.ShapedController.DEVICE;
import static org.millwright.simulators.opcua.ShapedController.NEW;
import static org.millwright.simulators.opcua.ShapedController.OLD;
import static org.millwright.simulators.opcua.ShapedController.PENDING;
import static org.millwright.simulators.opcua.ShapedController.TRANSFER;
import static org.millwright.simulators.opcua.ShapedController.damaged;
import static org.millwright.simulators.opcua.ShapedController.packageOf;

import java.time.Duration;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.junit.jupiter.api.Test;
import org.millwright.simulators.TestLine;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.config.UpdateSettings.Loading;
import org.millwright.simulators.opcua.Client.Reply;
import org.millwright.simulators.opcua.Client.TempFile;

/** What a server may make of a transfer's end, a file's methods and a person's part in an update. */
class CompletionTest {
    private static final UpdateSettings ASYNC = UpdateSettings.USUAL.with(UpdateOption.ASYNC_COMPLETION);
    private static final UpdateSettings CYCLED = UpdateSettings.USUAL.with(UpdateOption.POWER_CYCLE);
    private static final int IDLE = 15815;
    private static final int READ_PREPARE = 15817;
    private static final int READ_TRANSFER = 15819;
    private static final int APPLY_WRITE = 15821;
    private static final int ERROR = 15823;

    @Test
    void aFileIsReadableOnlyOnceItIsPrepared() throws Exception {
        try (var plc = new ShapedController(ASYNC)) {
            Reply reply = plc.client().call(TRANSFER + "/ua:GenerateFileForRead", CURRENT);
            TempFile file = new TempFile(output(reply, 0, NodeId.class), output(reply, 1, UInteger.class));
            NodeId machine = output(reply, 2, NodeId.class);
            assertThat(phase(plc, machine)).isEqualTo(READ_PREPARE);
            assertThatThrownBy(() -> plc.client().readBlock(file, 10)).isInstanceOf(UaException.class);
            plc.line.advance(2);
            assertThat(phase(plc, machine)).isEqualTo(READ_TRANSFER);
            assertThat(plc.client().readAll(file, 300)).isEqualTo(plc.plc().currentProgram());
            plc.client().close(file);
            assertThat(phase(plc, machine)).isEqualTo(IDLE);
        }
    }

    @Test
    void aCommitIsGoodAtOnceAndItsOutcomeComesLater() throws Exception {
        try (var plc = new ShapedController(ASYNC)) {
            NodeId good = commit(plc, packageOf(NEW, ""));
            assertThat(phase(plc, good)).isEqualTo(APPLY_WRITE);
            assertThat(plc.plc().slots().pending()).isEmpty();
            plc.line.advance(2);
            assertThat(phase(plc, good)).isEqualTo(IDLE);
            assertThat(plc.plc().slots().pending()).isPresent();

            NodeId bad = commit(plc, damaged(packageOf(NEW, "")));
            plc.line.advance(2);
            assertThat(phase(plc, bad)).isEqualTo(ERROR);
            assertThat(plc.read("di:SoftwareUpdate/di:Loading/di:ErrorMessage"))
                    .asString()
                    .isNotEmpty();
            assertThat(plc.client()
                            .call(bad, plc.client().find(bad, "ua:Reset").orElseThrow())
                            .status())
                    .isEqualTo(StatusCode.GOOD);
            assertThat(phase(plc, bad)).isEqualTo(IDLE);
        }
    }

    @Test
    void aStuckCompletionStays() throws Exception {
        try (var plc = new ShapedController(ASYNC, "p1:stick-completion")) {
            NodeId machine = commit(plc, packageOf(NEW, ""));
            plc.line.advance(3600);
            assertThat(phase(plc, machine)).isEqualTo(APPLY_WRITE);
        }
    }

    private static NodeId commit(ShapedController plc, byte[] content) throws UaException {
        TempFile file = plc.client().generate(TRANSFER + "/ua:GenerateFileForWrite", PENDING);
        plc.client().writeBlock(file, content);
        Reply reply = plc.client().call(TRANSFER + "/ua:CloseAndCommit", file.handle());
        assertThat(reply.status()).isEqualTo(StatusCode.GOOD);
        return output(reply, 0, NodeId.class);
    }

    private static <T> T output(Reply reply, int index, Class<T> type) {
        return type.cast(Optional.ofNullable(reply.outputs().get(index).value()).orElseThrow());
    }

    private static Object phase(ShapedController plc, NodeId machine) throws UaException {
        NodeId id = plc.client().find(machine, "ua:CurrentState/ua:Id").orElseThrow();
        return Optional.ofNullable(plc.client().readValue(id).value().value())
                .map(state -> ((UInteger) ((NodeId) state).getIdentifier()).intValue())
                .orElseThrow();
    }

    @Test
    void onlyTheFilesOwnMethodsAreTaken() throws Exception {
        try (var plc = new ShapedController(UpdateSettings.USUAL.with(UpdateOption.OWN_FILE_METHODS_ONLY))) {
            TempFile file = plc.client().generate(TRANSFER + "/ua:GenerateFileForWrite", PENDING);
            assertThat(plc.client().writeBlock(file, new byte[1]).value()).isEqualTo(StatusCodes.Bad_MethodInvalid);
            NodeId write = plc.client().find(file.node(), "ua:Write").orElseThrow();
            assertThat(plc.client()
                            .call(file.node(), write, file.handle(), ByteString.of(new byte[1]))
                            .status())
                    .isEqualTo(StatusCode.GOOD);
            assertThat(plc.client()
                            .call(file.node(), NodeIds.FileType_Close, file.handle())
                            .status()
                            .value())
                    .isEqualTo(StatusCodes.Bad_MethodInvalid);
        }
    }

    @Test
    void anInstallationWaitsForSomebodyToCycleThePower() throws Exception {
        try (var plc = new ShapedController(CYCLED)) {
            assertThat(plc.state("PowerCycle")).isEqualTo(plc.client().di(Di.POWER_NOT_WAITING));
            plc.send(PENDING, packageOf(NEW, ""));
            assertThat(plc.plc().updateBehavior() & 0b100).isNotZero();
            plc.prepare();
            plc.install(NEW);
            plc.line.advance(3600);
            assertThat(plc.state("PowerCycle")).isEqualTo(plc.client().di(Di.POWER_WAITING));
            assertThat(plc.state("Installation")).isEqualTo(plc.client().di(Di.INSTALL_INSTALLING));
            assertThat(plc.read("di:SoftwareRevision")).isEqualTo(OLD);
            plc.plc().cyclePower();
            plc.untilRebooted();
            assertThat(plc.state("PowerCycle")).isEqualTo(plc.client().di(Di.POWER_NOT_WAITING));
            plc.untilInstalled();
            assertThat(plc.read("di:SoftwareRevision")).isEqualTo(NEW);
        }
    }

    @Test
    void aDemoNeedsNobodyToCycleThePower() throws Exception {
        UpdateSettings alone = new UpdateSettings(
                CYCLED.spec(),
                CYCLED.loading(),
                CYCLED.options(),
                CYCLED.updateKey(),
                CYCLED.writeBlockSize(),
                Optional.of(Duration.ofSeconds(20)),
                CYCLED.scan());
        try (var plc = new ShapedController(alone)) {
            plc.send(PENDING, packageOf(NEW, ""));
            plc.prepare();
            plc.install(NEW);
            plc.line.advance(TestLine.INSTALL_S + 20 + 2 * TestLine.BOOT_S + 1);
            plc.reconnect();
            assertThat(plc.read("di:SoftwareRevision")).isEqualTo(NEW);
        }
    }

    @Test
    void aDirectTransferWaitsForThePowerAfterItsCommit() throws Exception {
        try (var plc = new ShapedController(CYCLED.as(Loading.DIRECT))) {
            plc.prepare();
            plc.send(CURRENT, packageOf(NEW, ""));
            plc.line.advance(3600);
            assertThat(plc.state("PowerCycle")).isEqualTo(plc.client().di(Di.POWER_WAITING));
            plc.plc().cyclePower();
            plc.line.advance(TestLine.BOOT_S);
            plc.untilRebooted();
            assertThat(plc.read("di:SoftwareRevision")).isEqualTo(NEW);
        }
    }

    @Test
    void aTransferMakesTheScanLongerForASecond() throws Exception {
        try (var plc = new ShapedController(UpdateSettings.USUAL)) {
            assertThat(plc.client().read(DEVICE + "/p:ScanTime")).isEqualTo(4.0);
            TempFile file = plc.client().generate(TRANSFER + "/ua:GenerateFileForWrite", PENDING);
            plc.client().writeBlock(file, new byte[1_000_000]);
            plc.client().writeBlock(file, new byte[1_000_000]);
            assertThat(plc.client().read(DEVICE + "/p:ScanTime")).isEqualTo(5.0);
            plc.line.advance(25); // simulated seconds, more than one real second
            assertThat(plc.client().read(DEVICE + "/p:ScanTime")).isEqualTo(4.0);
        }
    }
}
