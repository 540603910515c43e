package org.millwright.simulators.opcua;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.millwright.simulators.plc.PlcRefusal;

/**
 * The value of a variable: asked for at every read and every sample, so that nothing is kept twice.
 *
 * @param write what a client's write does; {@link #READ_ONLY} also takes the write access away
 */
record Value(NodeId dataType, boolean array, Supplier<?> read, Write write) {
    static final Write READ_ONLY = value -> {
        throw new PlcRefusal("Bad_NotWritable", "read only");
    };

    /** What is never read: a variable of this can only be written. */
    private static final Supplier<?> UNREADABLE = Variant::ofNull;

    /** Takes a value whose type has been checked against the variable's data type. */
    @FunctionalInterface
    interface Write {
        void accept(Object value) throws PlcRefusal;
    }

    static Value of(NodeId dataType, Supplier<?> read) {
        return new Value(dataType, false, read, READ_ONLY);
    }

    /** The empty value of a type's instance declaration. */
    static Value declared(NodeId dataType) {
        return of(dataType, Variant::ofNull);
    }

    static Value string(Supplier<String> read) {
        return of(NodeIds.String, read);
    }

    static Value text(Supplier<String> read) {
        return of(NodeIds.LocalizedText, () -> LocalizedText.english(read.get()));
    }

    static Value bool(BooleanSupplier read) {
        return of(NodeIds.Boolean, read::getAsBoolean);
    }

    static Value int32(IntSupplier read) {
        return of(NodeIds.Int32, read::getAsInt);
    }

    static Value int64(LongSupplier read) {
        return of(NodeIds.Int64, read::getAsLong);
    }

    static Value float64(DoubleSupplier read) {
        return of(NodeIds.Double, read::getAsDouble);
    }

    /** Milliseconds as OPC UA's Duration has them. */
    static Value duration(Supplier<Duration> read) {
        return of(NodeIds.Duration, () -> (double) read.get().toMillis());
    }

    /** A Byte from 0 to 100. */
    static Value percent(IntSupplier read) {
        return of(NodeIds.Byte, () -> UByte.valueOf(read.getAsInt()));
    }

    static Value strings(Supplier<List<String>> read) {
        return new Value(NodeIds.String, true, () -> read.get().toArray(String[]::new), READ_ONLY);
    }

    static Value writeOnly(NodeId dataType, Write write) {
        return new Value(dataType, false, UNREADABLE, write);
    }

    Value writable(Write newWrite) {
        return new Value(dataType, array, read, newWrite);
    }

    boolean isReadable() {
        return read != UNREADABLE;
    }

    boolean isWritable() {
        return write != READ_ONLY;
    }
}
