package org.millwright.mes.model;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;
import org.jspecify.annotations.Nullable;
import org.millwright.mes.model.Structure.Field;

/** Records as a seed has them. Recursion ends two deep of its own, so that all of it stays small. */
final class Samples {
    private static final int DEEP = 2;
    private final SplittableRandom random;

    Samples(long seed) {
        random = new SplittableRandom(seed);
    }

    /** With any of its optional fields. */
    JobDataType any(Structure structure) {
        return any(structure, 0);
    }

    /** With exactly those optional fields whose bit, in their order, is set. */
    JobDataType with(Structure structure, long mask) {
        return with(structure, mask, 0);
    }

    private JobDataType any(Structure structure, int depth) {
        return with(structure, random.nextLong(), depth);
    }

    private JobDataType with(Structure structure, long mask, int depth) {
        @Nullable Object[] values = new Object[structure.fields().size()];
        int bit = 0;
        for (int i = 0; i < values.length; i++) {
            Field field = structure.fields().get(i);
            if (!field.optional() || (mask & (1L << bit++)) != 0) {
                values[i] = value(field, field.optional(), depth);
            }
        }
        return structure.record(values);
    }

    private @Nullable Object value(Field field, boolean mustBeThere, int depth) {
        boolean mayBeNull = !mustBeThere && (field.array() || field.type().equals("String"));
        if (mayBeNull && random.nextInt(8) == 0) {
            return null;
        }
        if (!field.array()) {
            return one(field.type(), depth);
        }
        int length = depth >= DEEP ? 0 : random.nextInt(3);
        return IntStream.range(0, length)
                .mapToObj(_ -> one(field.type(), depth + 1))
                .toList();
    }

    private Object one(String type, int depth) {
        return switch (type) {
            case "String", "DecimalString" -> text();
            case "LocalizedText" -> localized();
            case "DateTime" -> new DateTime(random.nextLong(1L << 60));
            case "Int16" -> (short) random.nextInt(1 << 16);
            case "UInt32" -> uint(random.nextInt(1000));
            case "Variant" -> variant();
            case "EUInformation" -> new EUInformation("urn:un", random.nextInt(), localized(), localized());
            case "RelativePath" -> path();
            default -> any(Structures.named(type), depth);
        };
    }

    private RelativePath path() {
        if (random.nextBoolean()) {
            return new RelativePath(null);
        }
        return new RelativePath(Stream.generate(() -> new RelativePathElement(
                        NodeIds.HasComponent, random.nextBoolean(), true, new QualifiedName(1, text())))
                .limit(random.nextInt(3))
                .toArray(RelativePathElement[]::new));
    }

    private String text() {
        return List.of("", "a", "Flansch ß €", "line7/st03", "0123456789".repeat(4))
                .get(random.nextInt(5));
    }

    private LocalizedText localized() {
        return new LocalizedText(random.nextBoolean() ? "de" : null, random.nextBoolean() ? "Ventil" : null);
    }

    private Variant variant() {
        List<Variant> all = List.of(
                Variant.NULL_VALUE,
                Variant.ofBoolean(random.nextBoolean()),
                Variant.ofDouble(random.nextDouble()),
                Variant.ofInt32(random.nextInt()),
                Variant.of(ulong(random.nextLong(1L << 40))),
                Variant.ofString(text()),
                Variant.ofStringArray(new String[] {"a", "", null}),
                Variant.of(new LocalizedText[] {localized()}),
                Variant.of(ByteString.of(new byte[random.nextInt(5)])),
                Variant.of(new Double[0]),
                Variant.of(new Variant[] {Variant.ofInt32(1), Variant.ofString("x")}),
                Variant.of(new DateTime(random.nextLong(1L << 60))),
                Variant.ofMatrix(new Matrix(new Integer[][] {{1, 2, 3}, {4, 5, 6}})));
        return all.get(random.nextInt(all.size()));
    }
}
