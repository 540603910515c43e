package org.millwright.mes;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.jspecify.annotations.Nullable;
import org.millwright.mes.model.JobOrderDataType;
import org.millwright.mes.model.StateDataType;
import org.millwright.mes.model.Values;

/**
 * The input arguments of one call (OPC 10000-4 5.12.2). What is no call of the method is a {@link BadCall}; what is one,
 * but cannot be done, is the method's own answer.
 */
final class Arguments {
    private final EncodingContext context;
    private final Variant[] inputs;

    private Arguments(EncodingContext context, Variant[] inputs) {
        this.context = context;
        this.inputs = inputs;
    }

    static Arguments of(EncodingContext context, CallMethodRequest request, int count) throws BadCall {
        Variant @Nullable [] sent = request.getInputArguments();
        int there = sent == null ? 0 : sent.length;
        if (there != count) {
            throw new BadCall(
                    there < count ? StatusCodes.Bad_ArgumentsMissing : StatusCodes.Bad_TooManyArguments,
                    new StatusCode[0]);
        }
        return new Arguments(context, sent == null ? new Variant[0] : sent);
    }

    /** Empty for null. */
    String text(int index) throws BadCall {
        return value(index, String.class).orElse("");
    }

    /** 0 for null; refuses what is no finite number. */
    double number(int index) throws BadCall {
        double number = value(index, Double.class).orElse(0.0);
        if (!Double.isFinite(number)) {
            throw bad(index, StatusCodes.Bad_OutOfRange);
        }
        return number;
    }

    /** False for null. */
    boolean flag(int index) throws BadCall {
        return value(index, Boolean.class).orElse(false);
    }

    /** Null for null and for the beginning of OPC UA's time. */
    @Nullable
    DateTime time(int index) throws BadCall {
        return value(index, DateTime.class)
                .filter(t -> t.getJavaInstant().isAfter(Instant.EPOCH))
                .orElse(null);
    }

    JobOrderDataType order(int index) throws BadCall {
        try {
            return Values.structure(context, JobOrderDataType.class, inputs[index])
                    .orElseThrow(() -> bad(index, StatusCodes.Bad_TypeMismatch));
        } catch (UaSerializationException e) {
            throw bad(index, e.getStatusCode().value());
        }
    }

    List<StateDataType> states(int index) throws BadCall {
        try {
            return Values.structures(context, StateDataType.class, inputs[index])
                    .orElse(List.of());
        } catch (UaSerializationException e) {
            throw bad(index, e.getStatusCode().value());
        }
    }

    /** All texts of a comment, in one; null, an empty array and a single text are taken too. */
    String comment(int index) throws BadCall {
        return switch (inputs[index].value()) {
            case null -> "";
            case String text -> text;
            case LocalizedText text -> text.text() == null ? "" : text.text();
            case LocalizedText[] texts ->
                Arrays.stream(texts)
                        .flatMap(t -> Optional.ofNullable(t.text()).stream())
                        .collect(Collectors.joining("; "));
            default -> throw bad(index, StatusCodes.Bad_TypeMismatch);
        };
    }

    EncodingContext context() {
        return context;
    }

    private <T> Optional<T> value(int index, Class<T> type) throws BadCall {
        @Nullable Object value = inputs[index].value();
        if (value != null && !type.isInstance(value)) {
            throw bad(index, StatusCodes.Bad_TypeMismatch);
        }
        return Optional.ofNullable(value).map(type::cast);
    }

    BadCall bad(int index, long status) {
        StatusCode[] results = new StatusCode[inputs.length];
        Arrays.fill(results, StatusCode.GOOD);
        results[index] = new StatusCode(status);
        return new BadCall(StatusCodes.Bad_InvalidArgument, results);
    }

    /** Not a call of the method at all. */
    static final class BadCall extends Exception {
        private final long status;
        private final transient StatusCode[] inputs;

        private BadCall(long status, StatusCode[] inputs) {
            super("0x%08x".formatted(status), null, false, false);
            this.status = status;
            this.inputs = inputs;
        }

        CallMethodResult result() {
            return new CallMethodResult(new StatusCode(status), inputs, new DiagnosticInfo[0], new Variant[0]);
        }
    }
}
