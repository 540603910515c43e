package org.millwright.simulators.opcua;

import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNodeContext;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.millwright.simulators.opcua.Branch.VariableKind;
import org.millwright.simulators.opcua.DeviceLock.Application;

/**
 * The {@code DI:Lock} of a device (OPC 10000-100 ch. 7): what the lock looks like, and that others keep their hands off.
 * A server's lock is as old as the server: a reboot takes it away.
 */
final class LockNodes implements RequestGuard {
    static final Signature INIT = Signature.NONE.in("Context", NodeIds.String).out("InitLockStatus", NodeIds.Int32);
    static final Signature RENEW = Signature.NONE.out("RenewLockStatus", NodeIds.Int32);
    static final Signature EXIT = Signature.NONE.out("ExitLockStatus", NodeIds.Int32);
    static final Signature BREAK = Signature.NONE.out("BreakLockStatus", NodeIds.Int32);

    private static final int MAX_INACTIVE_LOCK_TIME = 6387;

    private final OpcUaServer server;
    private final Names names;
    private final DeviceLock lock;
    private NodeId own = NodeId.NULL_VALUE;

    LockNodes(OpcUaServer server, Di di, DeviceLock lock) {
        this.server = server;
        this.names = di.names();
        this.lock = lock;
    }

    /** @param diContext where the standard's own nodes live */
    void addTo(Branch device, UaNodeContext diContext) {
        Branch node = device.object(names.name("Lock"), names.id(Di.LOCKING_SERVICES));
        own = node.id();
        node.property(names.name("Locked"), Value.bool(lock::isLocked));
        node.property(
                names.name("LockingClient"), Value.string(() -> lock.owner().uri()));
        node.property(names.name("LockingUser"), Value.string(() -> lock.owner().user()));
        node.property(names.name("RemainingLockTime"), Value.duration(lock::remaining));
        node.method(names.name("InitLock"), INIT, (session, in) -> List.of(lock.init(application(session))));
        node.method(names.name("RenewLock"), RENEW, (session, in) -> List.of(lock.renew(application(session))));
        node.method(names.name("ExitLock"), EXIT, (session, in) -> List.of(lock.exit(application(session))));
        node.method(names.name("BreakLock"), BREAK, (session, in) -> List.of(lock.breakUp()));
        new Branch(diContext, NodeIds.Server_ServerCapabilities)
                .variable(
                        names.id(MAX_INACTIVE_LOCK_TIME),
                        names.name("MaxInactiveLockTime"),
                        Value.duration(() -> DeviceLock.MAX_INACTIVE),
                        VariableKind.PROPERTY);
    }

    private Application application(NodeId session) {
        return server.getSessionManager().getAllSessions().stream()
                .filter(each -> each.getSessionId().equals(session))
                .findFirst()
                .map(LockNodes::application)
                .orElse(Application.NONE);
    }

    private static Application application(Session session) {
        String uri = session.getClientDescription().getApplicationUri();
        String user = session.getClientUserId();
        return new Application(uri == null ? "" : uri, user == null ? "" : user);
    }

    @Override
    public void seen(Optional<Session> session) {
        session.map(LockNodes::application).ifPresent(lock::used);
    }

    @Override
    public long refusesWrite(Optional<Session> session, NodeId node) {
        return refuses(session);
    }

    @Override
    public long refusesCall(Optional<Session> session, NodeId object, NodeId method) {
        return object.equals(own) ? 0 : refuses(session);
    }

    private long refuses(Optional<Session> session) {
        boolean admitted = session.isEmpty() || lock.admits(application(session.get()));
        return admitted ? 0 : StatusCodes.Bad_Locked;
    }
}
