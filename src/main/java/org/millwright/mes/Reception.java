package org.millwright.mes;

import java.util.List;
import org.eclipse.milo.opcua.sdk.server.AccessContext;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.methods.MethodInvocationHandler;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.jboss.logging.Logger;
import org.millwright.access.Role;
import org.millwright.mes.Arguments.BadCall;
import org.millwright.upgrade.Upgrades.Person;

/** Receives every call of a method: counts its arguments, names who calls, and answers whatever happens. */
record Reception(EncodingContext context, Guard guard) {
    private static final Logger LOG = Logger.getLogger(Reception.class);

    /** What a method does with arguments that are as many as it has. */
    @FunctionalInterface
    interface Method {
        CallMethodResult call(Arguments in, Caller caller) throws BadCall;
    }

    /** Who calls. */
    record Caller(Session session, Guard guard) {
        boolean may(Role role) {
            return guard.may(session, role);
        }

        Person saying(String comment) {
            return new Person(Guard.nameOf(session), comment);
        }
    }

    MethodInvocationHandler with(int arguments, Method method) {
        return (access, request) -> {
            try {
                return method.call(Arguments.of(context, request, arguments), caller(access));
            } catch (BadCall e) {
                return e.result();
            } catch (RuntimeException e) {
                LOG.error("a call of " + request.getMethodId() + " failed, Millwright itself is at fault", e);
                return answer(StatusCodes.Bad_InternalError, List.of());
            }
        };
    }

    private Caller caller(AccessContext access) {
        Session session = access.getSession()
                .orElseThrow(() -> new IllegalStateException("Millwright does not call its own methods"));
        return new Caller(session, guard);
    }

    /** Outputs reach the caller unless the status is bad (OPC 10000-4 5.12.2.2). */
    static CallMethodResult answer(long status, List<Variant> outputs) {
        return new CallMethodResult(
                new StatusCode(status), new StatusCode[0], new DiagnosticInfo[0], outputs.toArray(Variant[]::new));
    }
}
