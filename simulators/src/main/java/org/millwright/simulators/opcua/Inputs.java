package org.millwright.simulators.opcua;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.jspecify.annotations.Nullable;
import org.millwright.simulators.plc.PlcRefusal;

/**
 * Input arguments of one call. Milo has checked their number and types; a null passes that check, so each accessor says
 * what null means.
 */
record Inputs(List<Variant> values) {
    @Nullable
    Object any(int index) {
        return values.get(index).value();
    }

    /** Null reads as the empty string. */
    String string(int index) {
        return any(index) instanceof String text ? text : "";
    }

    /** Null reads as no bytes. */
    byte[] bytes(int index) {
        return any(index) instanceof ByteString bytes ? bytes.bytesOrEmpty() : new byte[0];
    }

    /** Null reads as the empty array. */
    String[] strings(int index) {
        return any(index) instanceof String[] texts ? texts : new String[0];
    }

    int int32(int index) throws PlcRefusal {
        if (any(index) instanceof Integer number) {
            return number;
        }
        throw missing(index);
    }

    UInteger uint32(int index) throws PlcRefusal {
        if (any(index) instanceof UInteger number) {
            return number;
        }
        throw missing(index);
    }

    ULong uint64(int index) throws PlcRefusal {
        if (any(index) instanceof ULong number) {
            return number;
        }
        throw missing(index);
    }

    private static PlcRefusal missing(int index) {
        return new PlcRefusal("Bad_InvalidArgument", "argument %d has no value".formatted(index));
    }
}
