package org.millwright.mes;

import org.eclipse.milo.opcua.sdk.server.AccessContext;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.identity.Identity;
import org.eclipse.milo.opcua.sdk.server.methods.MethodInvocationHandler;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilter;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilterContext;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.jspecify.annotations.Nullable;
import org.millwright.access.LogIn;
import org.millwright.access.Role;
import org.millwright.access.User;

/** Who may call what. */
public final class Guard {
    private static final String OURSELVES = "millwright";

    private final Audit audit;
    private final LogIn logIn;

    Guard(Audit audit, LogIn logIn) {
        this.audit = audit;
        this.logIn = logIn;
    }

    /**
     * Lets a method do what the handler does, for sessions with the role. Others read UserExecutable as false and get
     * Bad_UserAccessDenied for a call, also when they name the method by its type's node, which nobody protects. What
     * more than an observer may do is audited, call by call, refused ones too.
     */
    public void grant(UaMethodNode method, Role minimum, MethodInvocationHandler handler) {
        method.getFilterChain().addFirst(new AttributeFilter() {
            @Override
            public @Nullable Object getAttribute(AttributeFilterContext context, AttributeId attribute) {
                return attribute == AttributeId.UserExecutable
                        ? context.getSession()
                                .map(s -> roleOf(s).mayAct(minimum))
                                .orElse(true)
                        : context.getAttribute(attribute);
            }
        });
        method.setInvocationHandler((context, request) -> {
            CallMethodResult result = mayCall(context, minimum) ? handler.invoke(context, request) : denied();
            if (minimum != Role.OBSERVER) {
                context.getSession().ifPresent(s -> audit.called(s, method, request, result));
            }
            return result;
        });
    }

    private boolean mayCall(AccessContext context, Role minimum) {
        return context.getSession().map(s -> may(s, minimum)).orElse(true);
    }

    /** By its log-in and by its account as it is now: one that was removed or lowered commands nothing more. */
    boolean may(Session session, Role minimum) {
        boolean account = session.getIdentity() instanceof Identity.AnonymousIdentity
                || logIn.roleNow(nameOf(session))
                        .filter(role -> role.mayAct(minimum))
                        .isPresent();
        return account && roleOf(session).mayAct(minimum);
    }

    private static CallMethodResult denied() {
        return new CallMethodResult(new StatusCode(StatusCodes.Bad_UserAccessDenied), null, null, null);
    }

    /** Of the log-in; a session that has none only looks. */
    public static Role roleOf(Session session) {
        return Identities.userOf(session).map(User::role).orElse(Role.OBSERVER);
    }

    /** Name of the account. */
    public static String nameOf(Session session) {
        return Identities.userOf(session).map(User::name).orElse(OURSELVES);
    }
}
