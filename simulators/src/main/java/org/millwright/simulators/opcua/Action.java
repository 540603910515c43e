package org.millwright.simulators.opcua;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.millwright.simulators.plc.PlcRefusal;

/** What a method does. A refusal reaches the caller as the method's status code. */
@FunctionalInterface
interface Action {
    /**
     * Runs the method and gives its output arguments, in order.
     *
     * @param session the calling session's id
     */
    List<Object> call(NodeId session, Inputs inputs) throws PlcRefusal;

    /** An action without arguments. */
    @FunctionalInterface
    interface Plain {
        void call() throws PlcRefusal;
    }

    static Action of(Plain plain) {
        return (session, inputs) -> {
            plain.call();
            return List.of();
        };
    }
}
