package org.millwright.simulators.opcua;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;

/** Input and output arguments of a method, in order. */
record Signature(List<Argument> inputs, List<Argument> outputs) {
    static final Signature NONE = new Signature(List.of(), List.of());

    private static final int SCALAR = -1;
    private static final int ONE_DIMENSION = 1;

    Signature in(String name, NodeId dataType) {
        return new Signature(with(inputs, name, dataType, SCALAR), outputs);
    }

    Signature inArray(String name, NodeId dataType) {
        return new Signature(with(inputs, name, dataType, ONE_DIMENSION), outputs);
    }

    Signature out(String name, NodeId dataType) {
        return new Signature(inputs, with(outputs, name, dataType, SCALAR));
    }

    private static List<Argument> with(List<Argument> before, String name, NodeId dataType, int valueRank) {
        List<Argument> all = new ArrayList<>(before);
        all.add(new Argument(name, dataType, valueRank, null, LocalizedText.NULL_VALUE));
        return List.copyOf(all);
    }
}
