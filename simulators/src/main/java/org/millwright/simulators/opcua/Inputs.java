package org.millwright.simulators.opcua;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.jspecify.annotations.Nullable;
import org.millwright.simulators.plc.PlcRefusal;
import org.millwright.simulators.plc.SoftwareName;

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

    /** ManufacturerUri, SoftwareRevision and PatchIdentifiers, which are the first three arguments wherever they are. */
    SoftwareName softwareName() {
        return new SoftwareName(string(0), string(1), List.of(strings(2)));
    }

    /** Null reads as no nodes. */
    NodeId[] nodeIds(int index) {
        return any(index) instanceof NodeId[] nodes ? nodes : new NodeId[0];
    }

    /** Null reads as the null id, which no node has. */
    NodeId nodeId(int index) {
        return any(index) instanceof NodeId node ? node : NodeId.NULL_VALUE;
    }

    /** Null reads as false. */
    boolean flag(int index) {
        return any(index) instanceof Boolean flag && flag;
    }

    int uint8(int index) throws PlcRefusal {
        if (any(index) instanceof UByte number) {
            return number.intValue();
        }
        throw missing(index);
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
