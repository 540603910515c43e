package org.millwright.simulators.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;

/** Makes names and node ids of one namespace of one server. */
record Names(UShort index) {
    /** The namespace of OPC UA itself. */
    static final Names UA = new Names(UShort.MIN);

    QualifiedName name(String name) {
        return new QualifiedName(index, name);
    }

    NodeId id(int number) {
        return new NodeId(index, uint(number));
    }

    NodeId id(String text) {
        return new NodeId(index, text);
    }
}
