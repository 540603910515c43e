package org.millwright.simulators.opcua;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.millwright.simulators.TestLine;
import org.millwright.simulators.config.LineFile;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.plc.Plc;

/** One simulated controller of a given shape on a hand-moved clock, behind its real server, and a client of it. */
final class ShapedController implements AutoCloseable {
    static final String DEVICE = "di:DeviceSet/p:p1";
    static final String UPDATE = DEVICE + "/di:SoftwareUpdate";
    static final String LOADING = UPDATE + "/di:Loading";
    static final String TRANSFER = LOADING + "/di:FileTransfer";
    static final String OLD = "2.3.1";
    static final String NEW = "2.4.0";
    static final Variant CURRENT = Variant.ofInt32(0);
    static final Variant PENDING = Variant.ofInt32(1);

    final TestLine line;
    private final PlcServer server;
    private Client client;

    ShapedController(UpdateSettings shape, String... faults) throws IOException, UaException {
        this(shape, Clock.systemUTC(), faults);
    }

    ShapedController(UpdateSettings shape, Clock clock, String... faults) throws IOException, UaException {
        LineFile usual = TestLine.file(1, true, true);
        LineFile file = new LineFile(
                usual.line(),
                usual.scale(),
                usual.seed(),
                List.of(usual.controllers().getFirst().with(shape)),
                List.of());
        line = TestLine.of(file, faults);
        server = PlcServer.start(plc(), new PlcServer.Settings(0, Optional.empty(), clock));
        client = Client.connect(server.endpoint());
    }

    Plc plc() {
        return line.plc();
    }

    Client client() {
        return client;
    }

    String endpoint() {
        return server.endpoint();
    }

    /** A new session: what a client does that lost the controller. */
    void reconnect() throws UaException {
        client.close();
        client = Client.connect(server.endpoint());
    }

    StatusCode call(String path, Object... inputs) throws UaException {
        return client.call(UPDATE + "/" + path, inputs).status();
    }

    boolean has(String path) throws UaException {
        return client.find(client.id(DEVICE), path).isPresent();
    }

    Object read(String path) throws UaException {
        Object value = client.read(DEVICE + "/" + path);
        return value instanceof LocalizedText text ? String.valueOf(text.text()) : value;
    }

    /** The number of the present state's node on the machine's type. */
    Object state(String machine) throws UaException {
        return client.read(UPDATE + "/di:" + machine + "/ua:CurrentState/ua:Id");
    }

    /** Prepares and waits for it. */
    void prepare() throws UaException {
        StatusCode prepared = call("di:PrepareForUpdate/di:Prepare");
        if (prepared.isBad()) {
            throw new UaException(prepared);
        }
        line.advance(TestLine.PREPARE_S + 1);
    }

    StatusCode send(Variant slot, byte[] content) throws UaException {
        return client.send(TRANSFER, slot, content, 256);
    }

    StatusCode install(String revision, String... patches) throws UaException {
        return call(
                "di:Installation/di:InstallSoftwarePackage",
                TestLine.URI,
                revision,
                Variant.of(patches),
                Variant.NULL_VALUE);
    }

    /** Lets an installation and the reboot behind it pass, and connects again. */
    void untilInstalled() throws UaException {
        line.advance(TestLine.INSTALL_S + TestLine.BOOT_S + 2);
        reconnect();
    }

    /** Lets a reboot pass and connects again. */
    void untilRebooted() throws UaException {
        line.advance(TestLine.BOOT_S + 2);
        reconnect();
    }

    static byte[] packageOf(String revision, String effects) {
        return TestLine.packageOf(revision, effects).bytes();
    }

    static byte[] damaged(byte[] bytes) {
        byte[] damaged = bytes.clone();
        damaged[damaged.length - 1] ^= 1;
        return damaged;
    }

    /** The process tags and DI members that tell whether the controller works. */
    Map<String, Object> condition() throws UaException {
        return Map.of(
                "revision", read("di:SoftwareRevision"),
                "health", read("di:DeviceHealth"),
                "state", read("p:State"));
    }

    @Override
    public void close() throws UaException {
        client.close();
        server.close();
    }
}
