package org.millwright.simulators.opcua;

import java.util.List;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.methods.AbstractMethodInvocationHandler;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.millwright.simulators.plc.PlcRefusal;

/** Runs an {@link Action} when a client calls the method. */
final class MethodHandler extends AbstractMethodInvocationHandler {
    private final Signature signature;
    private final Action action;

    MethodHandler(UaMethodNode node, Signature signature, Action action) {
        super(node);
        this.signature = signature;
        this.action = action;
    }

    @Override
    public Argument[] getInputArguments() {
        return signature.inputs().toArray(Argument[]::new);
    }

    @Override
    public Argument[] getOutputArguments() {
        return signature.outputs().toArray(Argument[]::new);
    }

    @Override
    protected Variant[] invoke(InvocationContext context, Variant[] inputs) throws UaException {
        NodeId session = context.getSession().map(Session::getSessionId).orElse(NodeId.NULL_VALUE);
        try {
            return action.call(session, new Inputs(List.of(inputs))).stream()
                    .map(Variant::of)
                    .toArray(Variant[]::new);
        } catch (PlcRefusal refusal) {
            throw Statuses.exception(refusal);
        }
    }
}
