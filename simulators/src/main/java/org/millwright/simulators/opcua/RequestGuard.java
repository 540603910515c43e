package org.millwright.simulators.opcua;

import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** Looks at each request for a namespace before it is done. A refusal is a status code, 0 lets the request pass. */
interface RequestGuard {
    /** A session reads, writes or calls something. */
    default void seen(Optional<Session> session) {}

    default long refusesWrite(Optional<Session> session, NodeId node) {
        return 0;
    }

    default long refusesCall(Optional<Session> session, NodeId object, NodeId method) {
        return 0;
    }

    /** Methods of files are only taken by the file's own method ids, not by those of FileType. */
    RequestGuard OWN_FILE_METHODS_ONLY = new RequestGuard() {
        @Override
        public long refusesCall(Optional<Session> session, NodeId object, NodeId method) {
            boolean isFile = object.getIdentifier() instanceof String text
                    && (text.startsWith("/file/") || text.startsWith("/fs/"));
            return isFile && method.getNamespaceIndex().intValue() == 0 ? StatusCodes.Bad_MethodInvalid : 0;
        }
    };

    /** The first refusal of several guards counts. */
    static RequestGuard all(List<RequestGuard> guards) {
        return new RequestGuard() {
            @Override
            public void seen(Optional<Session> session) {
                guards.forEach(guard -> guard.seen(session));
            }

            @Override
            public long refusesWrite(Optional<Session> session, NodeId node) {
                return first(guards.stream()
                        .mapToLong(guard -> guard.refusesWrite(session, node))
                        .toArray());
            }

            @Override
            public long refusesCall(Optional<Session> session, NodeId object, NodeId method) {
                return first(guards.stream()
                        .mapToLong(guard -> guard.refusesCall(session, object, method))
                        .toArray());
            }
        };
    }

    private static long first(long... codes) {
        for (long code : codes) {
            if (code != 0) {
                return code;
            }
        }
        return 0;
    }
}
