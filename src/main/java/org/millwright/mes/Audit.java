package org.millwright.mes;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.items.EventItem;
import org.eclipse.milo.opcua.sdk.server.model.objects.AuditActivateSessionEventTypeNode;
import org.eclipse.milo.opcua.sdk.server.model.objects.AuditCreateSessionEventTypeNode;
import org.eclipse.milo.opcua.sdk.server.model.objects.AuditEventTypeNode;
import org.eclipse.milo.opcua.sdk.server.model.objects.AuditSessionEventTypeNode;
import org.eclipse.milo.opcua.sdk.server.model.objects.AuditUpdateMethodEventTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.jspecify.annotations.Nullable;
import org.millwright.access.Role;
import org.millwright.trust.Certificates;

/**
 * Who did what: one line in the log, and an audit event (OPC 10000-5 6.4) at the Server object for every session of a
 * supervisor or above that listens there. The library would send it to all that listen, so it is handed out here.
 */
public final class Audit {
    private static final int SEVERITY = 300;
    private static final int SEVERITY_REFUSED = 600;

    private final OpcUaServer server;
    private final Clock clock;
    private final Consumer<String> log;

    Audit(OpcUaServer server, Clock clock, Consumer<String> log) {
        this.server = server;
        this.clock = clock;
        this.log = log;
    }

    /** What all audit events tell. */
    private record What(NodeId type, String source, NodeId sourceNode, StatusCode status, String words) {}

    private interface Details {
        void fill(AuditEventTypeNode event) throws UaException;
    }

    void created(Session session) {
        What what = session("CreateSession", NodeIds.AuditCreateSessionEventType, StatusCode.GOOD, "session created");
        fire(what, Optional.of(session), event -> {
            if (event instanceof AuditCreateSessionEventTypeNode node) {
                node.setSessionId(session.getSessionId());
                node.setSecureChannelId(Long.toString(session.getSecureChannelId()));
                node.setRevisedSessionTimeout(session.getSessionTimeout());
                node.setClientCertificate(session.getSecurityConfiguration().getClientCertificateBytes());
            }
        });
    }

    /** A log-in, good or refused. */
    void activated(Session session, StatusCode status) {
        String words = status.isGood()
                ? "%s logged in as %s from %s"
                        .formatted(Guard.nameOf(session), Guard.roleOf(session).key(), source(session))
                : "log-in refused from " + source(session) + ": " + status;
        if (status.isGood()) {
            log.accept(words);
        }
        fire(
                session("ActivateSession", NodeIds.AuditActivateSessionEventType, status, words),
                Optional.of(session),
                event -> {
                    if (event instanceof AuditActivateSessionEventTypeNode node) {
                        node.setSessionId(session.getSessionId());
                        node.setSecureChannelId(Long.toString(session.getSecureChannelId()));
                    }
                });
    }

    void closed(Session session) {
        String words = Guard.nameOf(session) + " logged out";
        if (Identities.userOf(session).isPresent()) {
            log.accept(words);
        }
        fire(
                session("CloseSession", NodeIds.AuditSessionEventType, StatusCode.GOOD, words),
                Optional.of(session),
                event -> {
                    if (event instanceof AuditSessionEventTypeNode node) {
                        node.setSessionId(session.getSessionId());
                    }
                });
    }

    void called(Session session, UaMethodNode method, CallMethodRequest request, CallMethodResult result) {
        String name = method.getBrowseName().name();
        String words = "%s called %s on %s: %s"
                .formatted(
                        Guard.nameOf(session),
                        name,
                        Certificates.harmless(request.getObjectId().toParseableString()),
                        result.getStatusCode());
        log.accept(words);
        What what = new What(
                NodeIds.AuditUpdateMethodEventType,
                "Method/" + name,
                request.getObjectId(),
                result.getStatusCode(),
                words);
        fire(what, Optional.of(session), event -> {
            if (event instanceof AuditUpdateMethodEventTypeNode node) {
                node.setMethodId(method.getNodeId());
                node.setStatusCodeId(result.getStatusCode());
                node.setInputArguments(values(request.getInputArguments()));
                node.setOutputArguments(values(result.getOutputArguments()));
            }
        });
    }

    private static Object[] values(Variant @Nullable [] variants) {
        return variants == null ? new Variant[0] : variants;
    }

    private static What session(String service, NodeId type, StatusCode status, String words) {
        return new What(type, "Session/" + service, NodeIds.Server, status, words);
    }

    private static String source(Session session) {
        return String.valueOf(session.getClientAddress());
    }

    private void fire(What what, Optional<Session> doer, Details details) {
        List<EventItem> listening = listening();
        if (listening.isEmpty()) {
            return;
        }
        try {
            NodeId id = new NodeId(1, UUID.randomUUID());
            if (server.getEventFactory().createEvent(id, what.type()) instanceof AuditEventTypeNode event) {
                fill(event, what, doer);
                details.fill(event);
                listening.forEach(item -> item.onEvent(event));
                event.delete();
            }
        } catch (UaException e) {
            log.accept("no audit event: " + e.getMessage());
        }
    }

    private void fill(AuditEventTypeNode event, What what, Optional<Session> doer) {
        DateTime now = new DateTime(clock.instant());
        event.setBrowseName(new QualifiedName(1, what.source()));
        event.setDisplayName(LocalizedText.english(what.source()));
        event.setEventId(ByteString.of(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII)));
        event.setEventType(what.type());
        event.setSourceNode(what.sourceNode());
        event.setSourceName(what.source());
        event.setTime(now);
        event.setReceiveTime(now);
        event.setMessage(LocalizedText.english(what.words()));
        event.setSeverity(ushort(what.status().isBad() ? SEVERITY_REFUSED : SEVERITY));
        event.setActionTimeStamp(now);
        event.setStatus(!what.status().isBad());
        event.setServerId(server.getConfig().getApplicationUri());
        event.setClientAuditEntryId("");
        event.setClientUserId(
                doer.flatMap(Identities::userOf).map(u -> u.name()).orElse(""));
    }

    /** What supervisors and above have asked of the Server object. */
    private List<EventItem> listening() {
        return server.getSubscriptions().values().stream()
                .filter(s -> Guard.roleOf(s.getSession()).mayAct(Role.SUPERVISOR))
                .flatMap(s -> s.getMonitoredItems().values().stream())
                .filter(EventItem.class::isInstance)
                .map(EventItem.class::cast)
                .filter(i -> i.getReadValueId().getNodeId().equals(NodeIds.Server) && i.isSamplingEnabled())
                .toList();
    }
}
