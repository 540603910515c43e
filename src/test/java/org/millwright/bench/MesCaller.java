package org.millwright.bench;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.CallResponse;
import org.millwright.mes.BenchedMes;
import org.millwright.mes.Sent;
import org.millwright.mes.model.Structures;
import org.millwright.mes.model.Uris;

/** Calls our methods on one session and the bare one on another, and keeps how long it took. */
final class MesCaller {
    final Latencies all = new Latencies();
    final Latencies writing = new Latencies();
    final Latencies bare = new Latencies();
    /** Answers that were others than they had to be. */
    final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

    private final OpcUaClient client;
    private final OpcUaClient other;
    private final EncodingContext context;
    private final int namespace;
    private final CallMethodRequest append;

    MesCaller(OpcUaClient client, OpcUaClient other) throws Exception {
        this.client = client;
        this.other = other;
        this.context = client.getStaticEncodingContext();
        Structures.register(client.getStaticDataTypeManager(), client.readNamespaceTable());
        this.namespace = MesCall.index(client, Uris.MILLWRIGHT);
        int there = MesCall.index(other, BenchedMes.BARE_URI);
        this.append =
                new CallMethodRequest(NodeIds.ObjectsFolder, new NodeId(there, BenchedMes.BARE_METHOD), new Variant[0]);
    }

    CompletableFuture<?> call(MesCall call, String line, String order, Latencies.Planned planned) {
        return client.callAsync(List.of(call.request(context, namespace, line, order)))
                .handle((response, fault) -> {
                    planned.ends(all);
                    if (call.writes()) {
                        planned.ends(writing);
                    }
                    if (response == null) {
                        wrong.add(call + " of " + order + ": " + fault);
                    } else if (Sent.status(first(response)) != call.status()) {
                        wrong.add(call + " of " + order + ": " + first(response));
                    }
                    return planned;
                });
    }

    CompletableFuture<?> callBare(Latencies.Planned planned) {
        return other.callAsync(List.of(append)).handle((response, fault) -> {
            planned.ends(bare);
            if (response == null || !first(response).getStatusCode().isGood()) {
                wrong.add("bare: " + response + fault);
            }
            return planned;
        });
    }

    private static CallMethodResult first(CallResponse response) {
        return Stream.of(Objects.requireNonNull(response.getResults()))
                .findFirst()
                .orElseThrow();
    }
}
