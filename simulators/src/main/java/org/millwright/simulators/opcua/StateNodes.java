package org.millwright.simulators.opcua;

import java.util.function.Supplier;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** The CurrentState of a finite state machine's object. */
final class StateNodes {
    private StateNodes() {}

    /** A state's name and its node on the state machine's type. */
    record State(String name, NodeId id) {}

    static void add(Branch machine, Supplier<State> present) {
        Names ua = Names.UA;
        machine.variable(
                        machine.childId(ua.name("CurrentState")),
                        ua.name("CurrentState"),
                        Value.text(() -> present.get().name()),
                        Branch.VariableKind.STATE)
                .property(
                        ua.name("Id"),
                        Value.of(NodeIds.NodeId, () -> present.get().id()));
    }
}
