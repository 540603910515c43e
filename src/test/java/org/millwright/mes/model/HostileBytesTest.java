package org.millwright.mes.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that no honest client sends. */
class HostileBytesTest {
    private static final int SEEDS = 4_000;

    /** A message is bounded elsewhere; of what is short, a few lists are made at most (a ByteString may claim 2 MiB). */
    private static final long MOST_BYTES = 8L << 20;

    private final Wire wire = new Wire();

    static Stream<String> structures() {
        return Structures.all().stream().map(Structure::name);
    }

    @ParameterizedTest
    @MethodSource("structures")
    void damagedBytesAreReadOrRefusedAndCostLittle(String name) {
        Structure structure = Structures.named(name);
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int refused = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            byte[] bytes = damaged(wire.bytes(new Samples(seed).any(structure)), seed);
            long before = thread.getCurrentThreadAllocatedBytes();
            try {
                wire.start(structure.carrier(), bytes);
            } catch (UaSerializationException e) {
                refused++;
            }
            assertThat(thread.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated, seed %d", seed)
                    .isLessThan(MOST_BYTES);
        }
        assertThat(refused).isPositive();
    }

    private static byte[] damaged(byte[] bytes, int seed) {
        var random = new SplittableRandom(seed);
        byte[] damaged = random.nextBoolean() ? bytes.clone() : Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) (random.nextBoolean() ? 0xff : random.nextInt(256));
        }
        return damaged;
    }

    @ParameterizedTest
    @CsvSource({
        // EquipmentDataType has five optional fields
        "EquipmentDataType, 20000000 00000000, Bad_DecodingError",
        "EquipmentDataType, ffffffff 00000000, Bad_DecodingError",
        // Description with 2^31-1 and with -2 elements
        "EquipmentDataType, 01000000 00000000 ffffff7f, Bad_EncodingLimitsExceeded",
        "EquipmentDataType, 01000000 00000000 feffffff, Bad_EncodingLimitsExceeded",
        // a value: an array of Doubles, of which none follows; one that holds a DataValue; no such type; dimensions of
        // none
        "ParameterDataType, 00000000 00000000 8b ffffff7f, Bad_EncodingLimitsExceeded",
        "ParameterDataType, 00000000 00000000 97 01000000 00, Bad_DecodingError",
        "ParameterDataType, 00000000 00000000 1f 00000000, Bad_DecodingError",
        "ParameterDataType, 00000000 00000000 46 00000000, Bad_DecodingError",
        // a matrix of 2 x 2 with one element
        "ParameterDataType, 00000000 00000000 c1 01000000 01 02000000 02000000 02000000, Bad_DecodingError",
        // a String of -2 bytes, and one that is longer than the message
        "StateDataType, ffffffff 02 feffffff 00000000, Bad_DecodingError",
        "StateDataType, ffffffff 02 00ff0000 00000000, Bad_DecodingError",
    })
    void nonsenseIsRefused(String name, String hex, String status) throws ReflectiveOperationException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThatThrownBy(() -> wire.record(Structures.named(name).carrier(), bytes))
                .asInstanceOf(type(UaSerializationException.class))
                .extracting(UaSerializationException::getStatusCode)
                .isEqualTo(new StatusCode(StatusCodes.class.getField(status).getLong(null)));
    }

    @Test
    void parametersNestEightDeepAndNoDeeper() {
        ParameterDataType eight = nested(8);
        assertThat(wire.record(ParameterDataType.class, wire.bytes(eight))).isEqualTo(eight);
        assertThatThrownBy(() -> wire.bytes(nested(9))).isInstanceOf(UaSerializationException.class);

        byte[] inner = wire.bytes(nested(1));
        byte[] around = HexFormat.of().parseHex("04000000" + "01000000" + "70" + "00" + "01000000");
        byte[] bytes = inner;
        for (int i = 0; i < 8; i++) {
            byte[] wider = Arrays.copyOf(around, around.length + bytes.length);
            System.arraycopy(bytes, 0, wider, around.length, bytes.length);
            bytes = wider;
        }
        byte[] nine = bytes;
        assertThatThrownBy(() -> wire.record(ParameterDataType.class, nine))
                .hasMessageContaining("nested more than 8 deep");
    }

    @Test
    void whatIsNoSuchStructureIsRefused() {
        ExtensionObject state = ExtensionObject.encode(
                wire, new StateDataType(new RelativePath(null), LocalizedText.NULL_VALUE, uint(1)));
        NodeId type = state.getEncodingOrTypeId();
        for (Object wrong : List.of(
                state, // of another type
                ExtensionObject.of(XmlElement.of("<JobOrder/>"), type),
                ExtensionObject.of(ByteString.of(new byte[3]), type), // cut off
                ExtensionObject.of(ByteString.NULL_VALUE, type),
                ExtensionObject.of(ByteString.of(new byte[9]), new NodeId(1, 1)), // unknown
                "text")) {
            assertThatThrownBy(() -> Values.structure(wire, JobOrderDataType.class, new Variant(wrong)))
                    .isInstanceOf(UaSerializationException.class);
        }
        assertThatThrownBy(() -> Values.structures(wire, StateDataType.class, new Variant(state)))
                .as("one, where an array is asked for")
                .isInstanceOf(UaSerializationException.class);
        assertThatThrownBy(() ->
                        Values.structures(wire, StateDataType.class, new Variant(new ExtensionObject[] {state, null})))
                .as("an array with a hole")
                .isInstanceOf(UaSerializationException.class);
        assertThat(Values.structure(wire, StateDataType.class, Variant.NULL_VALUE))
                .isEmpty();
    }

    private static ParameterDataType nested(int levels) {
        return new ParameterDataType(
                "p", Variant.NULL_VALUE, null, null, levels == 1 ? null : List.of(nested(levels - 1)));
    }
}
