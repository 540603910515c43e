package org.millwright.e2e;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.FilterOperator;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.LiteralOperand;
import org.eclipse.milo.opcua.stack.core.types.structured.SimpleAttributeOperand;
import org.millwright.mes.model.JobOrderDataType;
import org.millwright.mes.model.Structures;
import org.millwright.mes.model.Uris;
import org.millwright.mes.model.WorkMasterDataType;
import org.millwright.trust.TestCertificate;

/** An MES with a session at a Millwright that runs as a process of its own, for one line. */
final class MesClient implements AutoCloseable {
    private final OpcUaClient client;
    private final EncodingContext context;
    private final String line;
    private final int own;
    /** State numbers and sub-states, as they came. */
    final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();

    private MesClient(OpcUaClient client, String line) throws Exception {
        this.client = client;
        this.line = line;
        this.context = client.getStaticEncodingContext();
        Structures.register(client.getStaticDataTypeManager(), client.getNamespaceTable());
        this.own = index(Uris.MILLWRIGHT);
    }

    /** Whom it logs in as. */
    record Account(TestCertificate certificate, String name, String password) {}

    static MesClient connect(String address, String line, Account account) throws Exception {
        TestCertificate own = account.certificate();
        OpcUaClient client = OpcUaClient.create(
                address,
                all -> all.stream()
                        .filter(e -> SecurityPolicy.Basic256Sha256.getUri().equals(e.getSecurityPolicyUri()))
                        .findFirst(),
                transport -> {},
                config -> config.setApplicationUri(TestCertificate.uri("mes"))
                        .setKeyPair(own.keys())
                        .setCertificate(own.certificate())
                        .setCertificateChain(new X509Certificate[] {own.certificate()})
                        .setIdentityProvider(new UsernameProvider(account.name(), account.password())));
        boolean connected = false;
        try {
            client.connect();
            connected = true;
            return new MesClient(client, line);
        } finally {
            if (!connected) {
                var _ = client.disconnectAsync();
            }
        }
    }

    private int index(String uri) {
        return Objects.requireNonNull(client.getNamespaceTable().getIndex(uri)).intValue();
    }

    /** Hears of every job order at the Server object. */
    void listen() throws Exception {
        int jobs = index(Uris.JOB_CONTROL);
        OpcUaSubscription subscription = new OpcUaSubscription(client, 100.0);
        subscription.create();
        ContentFilter jobEvents = new ContentFilter(new ContentFilterElement[] {
            new ContentFilterElement(FilterOperator.OfType, new ExtensionObject[] {
                ExtensionObject.encode(
                        client.getStaticEncodingContext(), new LiteralOperand(Variant.of(new NodeId(jobs, 1006))))
            })
        });
        OpcUaMonitoredItem item = OpcUaMonitoredItem.newEventItem(
                NodeIds.Server,
                new EventFilter(
                        new SimpleAttributeOperand[] {field("JobOrderID"), field("StateNumber"), field("SubState")},
                        jobEvents));
        item.setQueueSize(UInteger.valueOf(1_000));
        item.setEventValueListener(
                (_, values) -> events.add(values[0].value() + " " + values[1].value() + " " + values[2].value()));
        subscription.addMonitoredItem(item);
        subscription.synchronizeMonitoredItems();
    }

    private SimpleAttributeOperand field(String name) {
        return new SimpleAttributeOperand(
                new NodeId(own, 1004), new QualifiedName[] {new QualifiedName(own, name)}, AttributeId.Value.uid(), "");
    }

    CallMethodResult standard(String method, Variant... inputs) throws Exception {
        return call("JobManagement/JobOrderControl", method, inputs);
    }

    CallMethodResult flat(String method, Variant... inputs) throws Exception {
        return call("SimpleJobs", method, inputs);
    }

    CallMethodResult call(String object, String method, Variant... inputs) throws Exception {
        String path = line + "/" + object;
        CallMethodRequest request =
                new CallMethodRequest(new NodeId(own, path), new NodeId(own, path + "/" + method), inputs);
        return Objects.requireNonNull(client.call(List.of(request)).getResults())[0];
    }

    EncodingContext context() {
        return context;
    }

    /** Of one of the line's live values. */
    String live(String path) throws Exception {
        NodeId node = new NodeId(own, line + "/Status/" + path);
        return String.valueOf(
                client.readValue(0, TimestampsToReturn.Both, node).value().value());
    }

    Variant order(String id, String plan) {
        return Variant.of(ExtensionObject.encode(
                context,
                new JobOrderDataType(
                        id,
                        List.of(LocalizedText.english("night shift")),
                        List.of(new WorkMasterDataType(plan, null, null)),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)));
    }

    static Variant comment(String text) {
        return Variant.of(new LocalizedText[] {LocalizedText.english(text)});
    }

    /** The socket is gone without a word, as when the process or its network dies. */
    void dies() throws Exception {
        client.getTransport().disconnect().get();
    }

    @Override
    public void close() {
        client.disconnectAsync().join();
    }
}
