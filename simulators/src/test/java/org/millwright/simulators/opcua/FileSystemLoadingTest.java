package org.millwright.simulators.opcua;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.millwright.simulators.opcua.ShapedController.LOADING;
import static org.millwright.simulators.opcua.ShapedController.NEW;
import static org.millwright.simulators.opcua.ShapedController.OLD;
import static org.millwright.simulators.opcua.ShapedController.UPDATE;
import static org.millwright.simulators.opcua.ShapedController.damaged;
import static org.millwright.simulators.opcua.ShapedController.packageOf;

import java.util.Arrays;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millwright.simulators.TestLine;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.config.UpdateSettings.Loading;
import org.millwright.simulators.faults.Fault;
import org.millwright.simulators.opcua.Client.TempFile;

/** FileSystemLoading of OPC 10000-100 8.4.6 on the directories and files of OPC 10000-20 4.2 and 4.3. */
class FileSystemLoadingTest {
    private static final String FS = LOADING + "/ua:FileSystem";
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int ERASE_AND_WRITE = 6;
    private static final int APPEND = 10;

    private ShapedController plc;

    @BeforeEach
    void start() throws Exception {
        plc = new ShapedController(UpdateSettings.USUAL.as(Loading.FILESYSTEM));
    }

    @AfterEach
    void stop() throws UaException {
        plc.close();
    }

    @Test
    void thePackageAmongTheFilesIsInstalled() throws UaException {
        assertThat(plc.has("di:SoftwareUpdate/di:Loading/di:CurrentVersion")).isFalse();
        assertThat(plc.client().find(plc.client().id(FS), "p:firmware.pkg")).isEmpty();
        NodeId notes = file("notes.txt", "read me".getBytes(UTF_8));
        NodeId firmware = file("firmware.pkg", packageOf(NEW, ""));
        assertThat(validate(notes, firmware)).isEqualTo(0);
        assertThat(plc.client()
                        .call(LOADING + "/di:GetUpdateBehavior", nodes(firmware))
                        .outputs())
                .containsExactly(Variant.ofUInt32(UInteger.valueOf(0b11011)));
        assertThat(install(notes, firmware).value()).isEqualTo(StatusCodes.Bad_InvalidState);
        plc.prepare();
        assertThat(install(notes, firmware)).isEqualTo(StatusCode.GOOD);
        assertThat(plc.state("Installation")).isEqualTo(plc.client().di(Di.INSTALL_INSTALLING));
        plc.untilInstalled();
        assertThat(plc.read("di:SoftwareRevision")).isEqualTo(NEW);
        assertThat(plc.state("Installation")).isEqualTo(plc.client().di(Di.INSTALL_IDLE));
        assertThat(content(plc.client().id(FS + "/p:firmware.pkg")))
                .as("files outlive reboots")
                .isEqualTo(packageOf(NEW, ""));
    }

    @Test
    void aBadPackageEndsInErrorWithAReason() throws UaException {
        NodeId bad = file("bad.pkg", damaged(packageOf(NEW, "")));
        assertThat(validate(bad)).isNotEqualTo(0);
        plc.prepare();
        assertThat(install(bad)).isEqualTo(StatusCode.GOOD);
        plc.line.advance(TestLine.INSTALL_S);
        assertThat(plc.state("Installation")).isEqualTo(plc.client().di(Di.INSTALL_ERROR));
        assertThat(plc.read("di:SoftwareUpdate/di:UpdateStatus")).asString().contains("no usable package");
        assertThat(plc.call("di:Installation/di:Resume")).isEqualTo(StatusCode.GOOD);
        assertThat(plc.read("di:SoftwareRevision")).isEqualTo(OLD);
    }

    @Test
    void twoPackagesOrNoneAreNoPackage() throws UaException {
        NodeId one = file("one.pkg", packageOf(NEW, ""));
        NodeId two = file("two.pkg", packageOf("2.5.0", ""));
        NodeId notes = file("notes.txt", "read me".getBytes(UTF_8));
        assertThat(validate(one, two)).isNotEqualTo(0);
        assertThat(validate(notes)).isNotEqualTo(0);
        assertThat(validate(notes, two)).isEqualTo(0);
    }

    @Test
    void unknownNodesAndDirectoriesAreNotFound() throws UaException {
        plc.prepare();
        NodeId directory = directory("sub");
        NodeId unknown = new NodeId(directory.getNamespaceIndex(), "/fs/4711");
        for (NodeId node : new NodeId[] {unknown, directory, plc.client().id(FS), NodeIds.Server}) {
            assertThat(install(node).value()).isEqualTo(StatusCodes.Bad_NotFound);
            assertThat(plc.client()
                            .call(LOADING + "/di:GetUpdateBehavior", nodes(node))
                            .status()
                            .value())
                    .isEqualTo(StatusCodes.Bad_NotFound);
        }
    }

    @Test
    void aFileHasOneWriterOrManyReaders() throws UaException {
        NodeId node = file("a", "abc".getBytes(UTF_8));
        TempFile reader = open(node, READ);
        TempFile second = open(node, READ);
        assertThat(plc.client().read(FS + "/p:a/ua:OpenCount")).isEqualTo(UShort.valueOf(2));
        assertThat(openStatus(node, WRITE).value()).isEqualTo(StatusCodes.Bad_NotWritable);
        plc.client().close(reader);
        plc.client().close(second);
        TempFile writer = open(node, WRITE);
        assertThat(openStatus(node, READ).value()).isEqualTo(StatusCodes.Bad_NotReadable);
        assertThat(openStatus(node, APPEND).value()).isEqualTo(StatusCodes.Bad_NotWritable);
        assertThat(install(node).value()).isEqualTo(StatusCodes.Bad_InvalidState);
        plc.client().close(writer);
        for (int noMode : new int[] {0, 4, 8, 5, 16}) {
            assertThat(openStatus(node, noMode).value())
                    .as("mode " + noMode)
                    .isEqualTo(StatusCodes.Bad_InvalidArgument);
        }
    }

    @Test
    void modesEraseAppendOrOverwrite() throws UaException {
        NodeId node = file("a", "abc".getBytes(UTF_8));
        write(node, APPEND, "def");
        assertThat(content(node)).asString(UTF_8).isEqualTo("abcdef");
        write(node, WRITE, "X");
        assertThat(content(node)).asString(UTF_8).isEqualTo("Xbcdef");
        write(node, ERASE_AND_WRITE, "Y");
        assertThat(content(node)).asString(UTF_8).isEqualTo("Y");
        assertThat(plc.client().read(FS + "/p:a/ua:Size")).isEqualTo(ULong.valueOf(1));
    }

    @Test
    void filesAndDirectoriesAreMadeMovedCopiedAndDeleted() throws UaException {
        NodeId sub = directory("sub");
        NodeId a = file("a", "abc".getBytes(UTF_8));
        assertThat(plc.client().call(FS + "/ua:CreateFile", "a", false).status().value())
                .isEqualTo(StatusCodes.Bad_BrowseNameDuplicated);
        assertThat(plc.client()
                        .call(FS + "/ua:CreateFile", "../a", false)
                        .status()
                        .value())
                .isEqualTo(StatusCodes.Bad_InvalidArgument);

        assertThat(moveOrCopy(a, sub, true, "b").status()).isEqualTo(StatusCode.GOOD);
        assertThat(moveOrCopy(a, sub, false, "").status()).isEqualTo(StatusCode.GOOD);
        assertThat(plc.client().find(plc.client().id(FS), "p:a")).isEmpty();
        assertThat(content(plc.client().id(FS + "/p:sub/p:a"))).asString(UTF_8).isEqualTo("abc");
        assertThat(content(plc.client().id(FS + "/p:sub/p:b"))).asString(UTF_8).isEqualTo("abc");
        assertThat(moveOrCopy(sub, sub, false, "c").status().value()).isEqualTo(StatusCodes.Bad_InvalidArgument);

        assertThat(plc.client().call(FS + "/ua:Delete", sub).status()).isEqualTo(StatusCode.GOOD);
        assertThat(plc.client().find(plc.client().id(FS), "p:sub")).isEmpty();
        assertThat(plc.client().call(FS + "/ua:Delete", sub).status().value()).isEqualTo(StatusCodes.Bad_NotFound);
    }

    @Test
    void theNumberOfFilesIsBounded() throws UaException {
        int made = 0;
        while (plc.client()
                .call(FS + "/ua:CreateFile", "f" + made, false)
                .status()
                .isGood()) {
            made++;
        }
        assertThat(made).isEqualTo(100);
        assertThat(plc.client()
                        .call(FS + "/ua:CreateFile", "more", false)
                        .status()
                        .value())
                .isEqualTo(StatusCodes.Bad_ResourceUnavailable);
    }

    @Test
    void whatACutTransferLeavesBehindIsNoPackage() throws Exception {
        inject("p1:cut-transfer=30");
        assertThat(Optional.of(fileOrCut("f.pkg", packageOf(NEW, "")))).contains(false);
        plc.reconnect();
        NodeId half = plc.client().id(FS + "/p:f.pkg");
        assertThat(content(half)).isNotEmpty().hasSizeLessThan(packageOf(NEW, "").length);
        assertThat(validate(half)).isNotEqualTo(0);
        write(half, ERASE_AND_WRITE, new String(packageOf(NEW, ""), UTF_8));
        assertThat(validate(half)).isEqualTo(0);
    }

    @Test
    void aCorruptOrLyingCloseIsFoundByValidation() throws Exception {
        inject("p1:corrupt-commit");
        NodeId node = file("f.pkg", packageOf(NEW, ""));
        assertThat(validate(node)).isNotEqualTo(0);
        inject("p1:lying-commit");
        write(node, ERASE_AND_WRITE, new String(packageOf(NEW, ""), UTF_8));
        assertThat(validate(node)).as("still the damaged one").isNotEqualTo(0);
        write(node, ERASE_AND_WRITE, new String(packageOf(NEW, ""), UTF_8));
        assertThat(validate(node)).isEqualTo(0);
    }

    @Test
    void faultsOfAnInstallationStrikeHereToo() throws Exception {
        NodeId node = file("f.pkg", packageOf(NEW, ""));
        plc.prepare();
        for (String fault : new String[] {"p1:install-error", "p1:power-loss=40"}) {
            inject(fault);
            install(node);
            plc.line.advance(TestLine.INSTALL_S + 2 * TestLine.BOOT_S);
            plc.reconnect();
            assertThat(plc.state("Installation"))
                    .as(fault)
                    .isEqualTo(plc.client().di(Di.INSTALL_ERROR));
            plc.call("di:Installation/di:Resume");
        }
        plc.client().write(UPDATE + "/di:Confirmation/di:ConfirmationTimeout", 1_000.0);
        install(node);
        plc.untilInstalled();
        assertThat(plc.read("di:SoftwareRevision")).isEqualTo(NEW);
        plc.line.advance(TestLine.SCALE + TestLine.BOOT_S + 1);
        plc.reconnect();
        assertThat(plc.read("di:SoftwareRevision")).as("not confirmed").isEqualTo(OLD);
    }

    private void inject(String fault) throws Fault.BadFault {
        plc.line.line().inject(fault);
    }

    private NodeId directory(String name) throws UaException {
        return node(plc.client().call(FS + "/ua:CreateDirectory", name));
    }

    private static NodeId node(Client.Reply reply) {
        assertThat(reply.status()).isEqualTo(StatusCode.GOOD);
        return (NodeId) Optional.ofNullable(reply.outputs().getFirst().value()).orElseThrow();
    }

    /** A new file, opened with its creation. */
    private NodeId file(String name, byte[] content) throws UaException {
        Client.Reply reply = plc.client().call(FS + "/ua:CreateFile", name, true);
        TempFile file = new TempFile(node(reply), (UInteger)
                Optional.ofNullable(reply.outputs().get(1).value()).orElseThrow());
        int half = content.length / 2;
        assertThat(plc.client().writeBlock(file, Arrays.copyOf(content, half))).isEqualTo(StatusCode.GOOD);
        assertThat(plc.client().writeBlock(file, Arrays.copyOfRange(content, half, content.length)))
                .isEqualTo(StatusCode.GOOD);
        assertThat(plc.client().close(file)).isEqualTo(StatusCode.GOOD);
        return file.node();
    }

    private boolean fileOrCut(String name, byte[] content) {
        try {
            return !file(name, content).isNull();
        } catch (UaException cut) {
            return false;
        }
    }

    private TempFile open(NodeId node, int mode) throws UaException {
        Client.Reply reply = plc.client().call(node, NodeIds.FileType_Open, UByte.valueOf(mode));
        assertThat(reply.status()).isEqualTo(StatusCode.GOOD);
        return new TempFile(node, (UInteger)
                Optional.ofNullable(reply.outputs().getFirst().value()).orElseThrow());
    }

    private StatusCode openStatus(NodeId node, int mode) throws UaException {
        return plc.client()
                .call(node, NodeIds.FileType_Open, UByte.valueOf(mode))
                .status();
    }

    private void write(NodeId node, int mode, String text) throws UaException {
        TempFile file = open(node, mode);
        plc.client().writeBlock(file, text.getBytes(UTF_8));
        plc.client().close(file);
    }

    private byte[] content(NodeId node) throws UaException {
        TempFile file = open(node, READ);
        byte[] content = plc.client().readAll(file, 300);
        plc.client().close(file);
        return content;
    }

    private Client.Reply moveOrCopy(NodeId node, NodeId target, boolean copy, String name) throws UaException {
        return plc.client().call(FS + "/ua:MoveOrCopy", node, target, copy, name);
    }

    private static Variant nodes(NodeId... nodes) {
        return Variant.of(nodes);
    }

    private StatusCode install(NodeId... files) throws UaException {
        return plc.client()
                .call(UPDATE + "/di:Installation/di:InstallFiles", nodes(files))
                .status();
    }

    /** The ErrorCode; anything but 0 comes with a text. */
    private Object validate(NodeId... files) throws UaException {
        Client.Reply reply = plc.client().call(LOADING + "/di:ValidateFiles", nodes(files));
        Object code = Optional.ofNullable(reply.outputs().get(0).value()).orElseThrow();
        LocalizedText text = (LocalizedText)
                Optional.ofNullable(reply.outputs().get(1).value()).orElseThrow();
        assertThat(Optional.ofNullable(text.text()).orElse("").isEmpty()).isEqualTo(code.equals(0));
        return code;
    }
}
