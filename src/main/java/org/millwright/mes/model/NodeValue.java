package org.millwright.mes.model;

import java.time.Instant;
import java.util.List;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/** A variable that clients read and only the service sets. */
public final class NodeValue {
    private final UaVariableNode node;
    private final EncodingContext context;

    NodeValue(UaVariableNode node) {
        this.node = node;
        this.context = node.getNodeContext().getServer().getStaticEncodingContext();
    }

    /** A value of the variable's type: a built-in one, an array of such, or a structure. */
    public void set(Object value) {
        node.setValue(new DataValue(Variant.of(value instanceof JobDataType one ? encoded(one) : value)));
    }

    /** A value that was seen at that time. */
    public void set(Object value, Instant seen) {
        DateTime at = new DateTime(seen);
        node.setValue(new DataValue(Variant.of(value), StatusCode.GOOD, at, at));
    }

    /** A list of structures. */
    public void set(List<? extends JobDataType> values) {
        node.setValue(new DataValue(Variant.of(encoded(values))));
    }

    /** No value, and why. */
    public void none(long status) {
        node.setValue(new DataValue(Variant.NULL_VALUE, new StatusCode(status)));
    }

    /** For what the library offers beside values, as attribute filters. */
    public UaVariableNode node() {
        return node;
    }

    private ExtensionObject[] encoded(List<? extends JobDataType> values) {
        return values.stream().map(this::encoded).toArray(ExtensionObject[]::new);
    }

    private ExtensionObject encoded(JobDataType value) {
        return ExtensionObject.encode(context, value);
    }
}
