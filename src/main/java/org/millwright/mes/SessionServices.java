package org.millwright.mes;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultSessionServiceSet;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.ActivateSessionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ActivateSessionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSessionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSessionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.RequestHeader;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that do not log in are not kept: the library would let a hundred of them shut everybody else out. One that
 * takes too long ends; one too many ends the oldest (OPC 10000-4 5.7.2).
 */
final class SessionServices extends DefaultSessionServiceSet {
    private final OpcUaServer server;
    private final MesSettings.Sessions limits;
    private final Notices notices;
    private final Audit audit;
    /** By the token that only its client knows. */
    private final Map<NodeId, Opened> open = new ConcurrentHashMap<>();
    /** In whose channel each session is that has logged in. */
    private final Map<Session, Door> doors = new ConcurrentHashMap<>();

    private record Opened(Session session, NodeId token, ServiceRequestContext context) {
        boolean isWaiting() {
            return session.getIdentity() == null;
        }
    }

    SessionServices(OpcUaServer server, MesSettings.Sessions limits, Notices notices, Audit audit) {
        super(server);
        this.server = server;
        this.limits = limits;
        this.notices = notices;
        this.audit = audit;
    }

    @Override
    public CreateSessionResponse onCreateSession(ServiceRequestContext context, CreateSessionRequest request)
            throws UaException {
        synchronized (this) {
            if (doors.size() >= limits.most()) {
                notices.tell("sessions", "no further session: " + limits.most() + " are logged in");
                throw new UaException(StatusCodes.Bad_TooManySessions);
            }
            makeRoom();
            CreateSessionResponse response =
                    edge(StatusCodes.Bad_InternalError, () -> super.onCreateSession(context, request));
            server.getSessionManager().getAllSessions().stream()
                    .filter(s -> s.getSessionId().equals(response.getSessionId()))
                    .findFirst()
                    .ifPresent(s -> begin(new Opened(s, response.getAuthenticationToken(), context)));
            return response;
        }
    }

    private void begin(Opened opened) {
        open.put(opened.token(), opened);
        opened.session().addLifecycleListener((_, _) -> end(opened));
        audit.created(opened.session());
        var _ = server.getScheduledExecutorService()
                .schedule(() -> expire(opened), limits.logInWithin().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void expire(Opened opened) {
        if (opened.isWaiting() && open.containsKey(opened.token())) {
            notices.tell("log in", "a session did not log in in time: closed");
            close(opened);
        }
    }

    /** The library closes a session that has not logged in when anything is asked of it, and in no other way. */
    private void close(Opened opened) {
        RequestHeader anything =
                new RequestHeader(opened.token(), DateTime.now(), uint(0), uint(0), null, uint(0), null);
        try {
            var _ = server.getSessionManager().getSession(opened.context(), anything);
        } catch (UaException e) {
            open.remove(opened.token()); // Bad_SessionNotActivated, or gone already
        }
    }

    private void end(Opened opened) {
        open.remove(opened.token());
        Door door = doors.remove(opened.session());
        if (door != null) {
            door.sessionEnds();
            audit.closed(opened.session());
        }
    }

    private void enter(Opened opened, @Nullable Door door) {
        if (door == null) {
            return;
        }
        Door before = doors.put(opened.session(), door);
        if (before != door) {
            door.sessionBegins();
            if (before != null) {
                before.sessionEnds();
            }
        }
        if (!open.containsKey(opened.token())) {
            end(opened); // closed meanwhile
        }
    }

    private void makeRoom() {
        List<Opened> waiting = open.values().stream()
                .filter(Opened::isWaiting)
                .sorted(Comparator.comparing(
                        o -> o.session().getConnectionTime().getUtcTime()))
                .toList();
        if (waiting.size() >= limits.notLoggedIn()) {
            notices.tell("waiting", "many sessions that do not log in: the oldest are closed");
            waiting.stream().limit(waiting.size() - limits.notLoggedIn() + 1L).forEach(this::close);
        }
    }

    @Override
    public ActivateSessionResponse onActivateSession(ServiceRequestContext context, ActivateSessionRequest request)
            throws UaException {
        Optional<Opened> opened = find(request.getRequestHeader().getAuthenticationToken());
        try {
            ActivateSessionResponse response =
                    edge(StatusCodes.Bad_IdentityTokenInvalid, () -> super.onActivateSession(context, request));
            opened.ifPresent(o -> {
                enter(o, Door.of(context.getChannel()));
                audit.activated(o.session(), StatusCode.GOOD);
            });
            return response;
        } catch (UaException e) {
            opened.ifPresent(o -> audit.activated(o.session(), e.getStatusCode()));
            throw e;
        }
    }

    private Optional<Opened> find(@Nullable NodeId token) {
        return Optional.ofNullable(token).map(open::get);
    }

    private interface Service<T> {
        T answer() throws UaException;
    }

    /** What a client sends can make the library stumble; without an answer the client would wait for ever. */
    private <T> T edge(long status, Service<T> service) throws UaException {
        try {
            return service.answer();
        } catch (RuntimeException e) {
            notices.tell("stumbled " + e.getClass().getName(), "a request could not be understood: " + e);
            throw new UaException(status, e);
        }
    }

    int loggedIn() {
        return doors.size();
    }
}
