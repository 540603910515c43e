package org.millwright.simulators.opcua;

import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilter;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilterContext;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;
import org.millwright.simulators.plc.PlcRefusal;

/** Answers reads of a variable's value from, and hands writes to, the controller. */
record LiveValue(Value value) implements AttributeFilter {
    @Override
    public @Nullable Object getAttribute(AttributeFilterContext ctx, AttributeId attribute) {
        if (attribute != AttributeId.Value) {
            return ctx.getAttribute(attribute);
        }
        Object now = value.read().get();
        return new DataValue(now instanceof Variant variant ? variant : Variant.of(now));
    }

    @Override
    public void writeAttribute(AttributeFilterContext ctx, AttributeId attribute, @Nullable Object written)
            throws UaException {
        if (attribute == AttributeId.Value
                && written instanceof DataValue data
                && data.value().value() != null) {
            try {
                value.write().accept(data.value().value());
            } catch (PlcRefusal refusal) {
                throw Statuses.exception(refusal);
            }
        } else {
            ctx.writeAttribute(attribute, written);
        }
    }
}
