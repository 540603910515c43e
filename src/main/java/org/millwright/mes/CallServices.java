package org.millwright.mes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultMethodServiceSet;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.CallRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ResponseHeader;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;

/**
 * Method calls, so many a second for each session. Several in one request go to the library one by one: when it refuses
 * some of them for lack of rights it calls them all the same, together with the others.
 */
final class CallServices extends DefaultMethodServiceSet {
    private final OpcUaServer server;
    private final int perSecond;
    private final Clock clock;
    private final Notices notices;
    private final Map<Session, Bucket> buckets = Collections.synchronizedMap(new WeakHashMap<>());

    CallServices(OpcUaServer server, MesSettings settings, Clock clock, Notices notices) {
        super(server);
        this.server = server;
        this.perSecond = settings.sessions().callsPerSecond();
        this.clock = clock;
        this.notices = notices;
    }

    @Override
    public CallResponse onCall(ServiceRequestContext context, CallRequest request) throws UaException {
        Session session = server.getSessionManager().getSession(context, request.getRequestHeader());
        CallMethodRequest[] calls = request.getMethodsToCall();
        int count = calls == null ? 0 : calls.length;
        Bucket bucket = buckets.computeIfAbsent(session, _ -> new Bucket(2.0 * perSecond, clock.instant()));
        if (!bucket.take(Math.max(1, count), clock.instant())) {
            notices.tell(
                    "calls " + Guard.nameOf(session),
                    Guard.nameOf(session) + " calls methods too often: more than " + perSecond
                            + " a second are refused");
            throw new UaException(StatusCodes.Bad_TooManyOperations);
        }
        return calls == null || count <= 1 ? super.onCall(context, request) : oneByOne(context, request, calls);
    }

    private CallResponse oneByOne(ServiceRequestContext context, CallRequest request, CallMethodRequest[] calls)
            throws UaException {
        List<CallMethodResult> results = new ArrayList<>();
        ResponseHeader header = null;
        for (CallMethodRequest call : calls) {
            CallRequest one = new CallRequest(request.getRequestHeader(), new CallMethodRequest[] {call});
            CallResponse answer = super.onCall(context, one);
            header = answer.getResponseHeader();
            Collections.addAll(results, answer.getResults());
        }
        return new CallResponse(header, results.toArray(CallMethodResult[]::new), new DiagnosticInfo[0]);
    }

    /** Fills with time. */
    private final class Bucket {
        private double left;
        private Instant at;

        Bucket(double left, Instant at) {
            this.left = left;
            this.at = at;
        }

        synchronized boolean take(int count, Instant now) {
            double seconds = Math.max(0, Duration.between(at, now).toNanos() / 1e9);
            left = Math.min(2.0 * perSecond, left + seconds * perSecond);
            at = now;
            if (count > left) {
                return false;
            }
            left -= count;
            return true;
        }
    }
}
