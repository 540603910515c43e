package org.millwright.bench;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.millwright.equipment.Image;
import org.millwright.plant.Controller.Security;
import org.millwright.release.Sha256;
import org.millwright.trust.OwnCertificate;

/** The same transfers as plain as the library allows: no deadlines, no looking before, a proof only where it is wanted. */
final class BareClient implements AutoCloseable {
    private static final NodeId READ = new NodeId(0, 11585);
    private static final NodeId CLOSE = new NodeId(0, 11583);
    private static final NodeId WRITE = new NodeId(0, 11588);
    private static final NodeId SET_POSITION = new NodeId(0, 11593);
    private static final Variant CURRENT = Variant.ofInt32(0);
    private static final Variant PENDING = Variant.ofInt32(1);

    private final OpcUaClient client;
    private final NodeId transfer;
    private final NodeId forRead;
    private final NodeId forWrite;
    private final NodeId commit;

    private BareClient(OpcUaClient client) throws UaException {
        this.client = client;
        NodeId device = childStarting(child(NodeIds.ObjectsFolder, "DeviceSet"), "plc-");
        this.transfer = child(child(child(device, "SoftwareUpdate"), "Loading"), "FileTransfer");
        this.forRead = child(transfer, "GenerateFileForRead");
        this.forWrite = child(transfer, "GenerateFileForWrite");
        this.commit = child(transfer, "CloseAndCommit");
    }

    static BareClient connect(String endpoint, Security security, OwnCertificate own) throws UaException {
        SecurityPolicy policy = security == Security.NONE ? SecurityPolicy.None : SecurityPolicy.Basic256Sha256;
        OpcUaClient client = OpcUaClient.create(
                endpoint,
                all -> all.stream()
                        .filter(each -> policy.getUri().equals(each.getSecurityPolicyUri()))
                        .findFirst(),
                _ -> {},
                config -> config.setApplicationUri(own.applicationUri())
                        .setKeyPair(own.keys())
                        .setCertificate(own.certificate())
                        .setCertificateChain(new X509Certificate[] {own.certificate()})
                        .setCertificateValidator(new CertificateValidator.InsecureCertificateValidator())
                        .setRequestTimeout(uint(60_000)));
        client.connect();
        return new BareClient(client);
    }

    private NodeId child(NodeId parent, String name) throws UaException {
        return children(parent)
                .filter(each -> name.equals(each.getBrowseName().name()))
                .findFirst()
                .flatMap(this::local)
                .orElseThrow();
    }

    private NodeId childStarting(NodeId parent, String prefix) throws UaException {
        return children(parent)
                .filter(each -> String.valueOf(each.getBrowseName().name()).startsWith(prefix))
                .findFirst()
                .flatMap(this::local)
                .orElseThrow();
    }

    private Stream<ReferenceDescription> children(NodeId parent) throws UaException {
        ReferenceDescription[] found = client.browse(new BrowseDescription(
                        parent, BrowseDirection.Forward, NodeIds.HierarchicalReferences, true, uint(0), uint(63)))
                .getReferences();
        return found == null ? Stream.empty() : Arrays.stream(found);
    }

    private Optional<NodeId> local(ReferenceDescription reference) {
        return reference.getNodeId().toNodeId(client.getNamespaceTable());
    }

    /**
     * Sends a file to the pending slot.
     *
     * @return nanoseconds up to the last Write's answer
     */
    long upload(Image image, Path file, Method method) throws IOException, UaException {
        DigestInputStream hashed = new DigestInputStream(Files.newInputStream(file), Sha256.newDigest());
        hashed.on(method.proved());
        try (InputStream from = hashed) {
            long start = System.nanoTime();
            Variant[] opened = one(transfer, forWrite, PENDING);
            NodeId node = Objects.requireNonNull((NodeId) opened[0].value());
            List<CallMethodRequest> writes = writes(from, node, opened[1], method);
            while (!writes.isEmpty()) {
                calls(writes);
                writes = writes(from, node, opened[1], method);
            }
            if (method.proved()) {
                prove(image.sha256(), hashed.getMessageDigest());
            }
            long sent = System.nanoTime() - start;
            one(transfer, commit, opened[1]);
            return sent;
        }
    }

    private static List<CallMethodRequest> writes(InputStream from, NodeId node, Variant handle, Method method)
            throws IOException {
        List<CallMethodRequest> writes = new ArrayList<>();
        while (writes.size() < method.callsPerRequest()) {
            byte[] block = from.readNBytes(method.blockBytes());
            if (block.length == 0) {
                return writes;
            }
            writes.add(new CallMethodRequest(
                    node, WRITE, new Variant[] {handle, Variant.ofByteString(ByteString.of(block))}));
        }
        return writes;
    }

    private static void prove(Sha256 expected, MessageDigest digest) {
        if (!Sha256.ofDigest(digest.digest()).equals(expected)) {
            throw new IllegalStateException("wrong content");
        }
    }

    /**
     * Reads the current program into the buffer, from its start on.
     *
     * @param hash of the program
     * @return nanoseconds
     */
    long download(ByteBuffer to, int size, Sha256 hash, Method method) throws Exception {
        long start = System.nanoTime();
        if (method.handles() == 1) {
            part(to, 0, size, method);
        } else {
            parts(to, size, method);
        }
        if (method.proved()) {
            MessageDigest digest = Sha256.newDigest();
            digest.update(to.duplicate().position(0).limit(size));
            prove(hash, digest);
        }
        return System.nanoTime() - start;
    }

    private void parts(ByteBuffer to, int size, Method method) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int share = size / method.handles();
            List<Callable<Integer>> parts = new ArrayList<>();
            for (int i = 0; i < method.handles(); i++) {
                int from = i * share;
                int until = i == method.handles() - 1 ? size : from + share;
                parts.add(() -> part(to, from, until, method));
            }
            for (Future<Integer> part : threads.invokeAll(parts)) {
                part.get();
            }
        }
    }

    private int part(ByteBuffer to, int from, int until, Method method) throws UaException {
        Variant[] opened = one(transfer, forRead, CURRENT);
        NodeId node = Objects.requireNonNull((NodeId) opened[0].value());
        Variant handle = opened[1];
        if (from > 0) {
            one(node, SET_POSITION, handle, Variant.ofUInt64(ULong.valueOf(from)));
        }
        CallMethodRequest read =
                new CallMethodRequest(node, READ, new Variant[] {handle, Variant.ofInt32(method.blockBytes())});
        List<CallMethodRequest> reads = Collections.nCopies(method.callsPerRequest(), read);
        int at = from;
        while (at < until) {
            for (CallMethodResult result : calls(reads)) {
                byte[] bytes = content(result);
                int wanted = Math.min(bytes.length, until - at);
                to.put(at, bytes, 0, wanted);
                at += wanted;
            }
        }
        one(node, CLOSE, handle);
        return at;
    }

    private static byte[] content(CallMethodResult read) {
        Variant[] outputs = Objects.requireNonNull(read.getOutputArguments());
        return Objects.requireNonNull((ByteString) outputs[0].value()).bytesOrEmpty();
    }

    private Variant[] one(NodeId object, NodeId method, Variant... inputs) throws UaException {
        Variant[] outputs = calls(List.of(new CallMethodRequest(object, method, inputs)))[0].getOutputArguments();
        return outputs == null ? new Variant[0] : outputs;
    }

    private CallMethodResult[] calls(List<CallMethodRequest> calls) throws UaException {
        CallMethodResult[] results = client.call(calls).getResults();
        if (results == null || results.length != calls.size()) {
            throw new IllegalStateException("wrong number of results");
        }
        for (CallMethodResult result : results) {
            if (!result.getStatusCode().isGood()) {
                throw new UaException(result.getStatusCode());
            }
        }
        return results;
    }

    @Override
    public void close() throws UaException {
        client.disconnect();
    }
}
