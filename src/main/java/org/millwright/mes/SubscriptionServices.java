package org.millwright.mes;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultSubscriptionServiceSet;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;

/** Publish requests wait for something to tell; the library would keep as many as a client sends. */
final class SubscriptionServices extends DefaultSubscriptionServiceSet {
    private final OpcUaServer server;
    private final int most;
    private final Map<Session, AtomicInteger> waiting = Collections.synchronizedMap(new WeakHashMap<>());

    SubscriptionServices(OpcUaServer server, MesSettings.Sessions limits) {
        super(server);
        this.server = server;
        this.most = limits.publishRequests();
    }

    @Override
    public CompletableFuture<PublishResponse> onPublish(ServiceRequestContext context, PublishRequest request) {
        AtomicInteger count;
        try {
            Session session = server.getSessionManager().getSession(context, request.getRequestHeader());
            count = waiting.computeIfAbsent(session, _ -> new AtomicInteger());
        } catch (UaException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            return CompletableFuture.failedFuture(new UaException(StatusCodes.Bad_TooManyPublishRequests));
        }
        CompletableFuture<PublishResponse> answer = super.onPublish(context, request);
        var _ = answer.whenComplete((_, _) -> count.decrementAndGet());
        return answer;
    }
}
