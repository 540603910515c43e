package org.millwright.mes;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.jspecify.annotations.Nullable;
import org.millwright.mes.model.ParameterDataType;

/**
 * The parameters that a job order may have, with their defaults. Those that OPC 40001-3 defines are meant as there; any
 * other is refused, because a misspelt one must not pass in silence.
 */
@SuppressWarnings("ImmutableEnumChecker") // defaults and checks are made here and never changed
enum OrderParameter {
    /** 0 Simulation: a rehearsal; 2 Production. */
    JOB_EXECUTION_MODE(
            "JobExecutionMode",
            Variant.ofInt32(2),
            "2 production, 0 rehearsal on simulated equipment",
            value -> value instanceof Integer mode && (mode == 0 || mode == 2)),
    /** Seconds, above 0 and up to a week. */
    MAX_DOWNTIME(
            "MaxDowntime",
            Variant.NULL_VALUE,
            "so many seconds of the window must be left when the drain begins",
            value -> value instanceof Double seconds && seconds > 0 && seconds <= 604_800),
    REQUIRE_APPROVAL(
            "RequireApproval",
            Variant.ofBoolean(false),
            "a person must approve at the panel",
            Boolean.class::isInstance),
    JOB_NAME(
            "JobName",
            Variant.NULL_VALUE,
            "for people",
            value -> value instanceof LocalizedText[] || value instanceof LocalizedText || value instanceof String),
    ORDER_NUMBERS(
            "OrderNumbers",
            Variant.NULL_VALUE,
            "for people",
            value -> value instanceof String[] || value instanceof String),
    CHANGE_TICKET("ChangeTicket", Variant.NULL_VALUE, "for people", String.class::isInstance);

    /** UNECE code SEC (OPC 10000-8 5.6.4). */
    static final EUInformation SECONDS = new EUInformation(
            "http://www.opcfoundation.org/UA/units/un/cefact",
            5_457_219,
            LocalizedText.english("s"),
            LocalizedText.english("second [unit of time]"));

    private final String id;
    private final Variant byDefault;
    private final String meaning;
    private final Predicate<@Nullable Object> fits;

    OrderParameter(String id, Variant byDefault, String meaning, Predicate<@Nullable Object> fits) {
        this.id = id;
        this.byDefault = byDefault;
        this.meaning = meaning;
        this.fits = fits;
    }

    String id() {
        return id;
    }

    /** As the list of work masters tells it. */
    ParameterDataType described() {
        return new ParameterDataType(
                id, byDefault, List.of(LocalizedText.english(meaning)), this == MAX_DOWNTIME ? SECONDS : null, null);
    }

    /** What an order says, by parameter; each at most once. */
    static Map<OrderParameter, Object> read(List<ParameterDataType> sent) throws NotAccepted {
        Map<OrderParameter, Object> values = new EnumMap<>(OrderParameter.class);
        for (ParameterDataType one : sent) {
            OrderParameter known = known(one);
            @Nullable Object value = one.value().value();
            if (value == null || !known.fits.test(value) || hasParts(one)) {
                throw refused("parameter %s does not fit: %s is %s".formatted(known.id, value, known.meaning));
            }
            if (values.put(known, value) != null) {
                throw refused("parameter " + known.id + " is given twice");
            }
        }
        return values;
    }

    private static boolean hasParts(ParameterDataType parameter) {
        return parameter.subparameters() != null && !parameter.subparameters().isEmpty();
    }

    private static OrderParameter known(ParameterDataType sent) throws NotAccepted {
        Optional<OrderParameter> found =
                Arrays.stream(values()).filter(p -> p.id.equals(sent.id())).findFirst();
        if (found.isEmpty()) {
            throw refused("there is no parameter '%s'; there are %s"
                    .formatted(
                            sent.id(),
                            String.join(
                                    ", ", Arrays.stream(values()).map(p -> p.id).toList())));
        }
        return found.get();
    }

    static NotAccepted refused(String text) {
        return new NotAccepted(ReturnStatus.INVALID_PARAMETER, text);
    }
}
