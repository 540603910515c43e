package org.millwright.simulators.plc;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.millwright.simulators.config.RetainedSettings;

/** Values that outlive power loss and software; each keeps its type (Long, Double or String). */
final class RetainedData {
    private static final int MAX_TEXT_CHARS = 1000;

    private final Map<String, RetainedSettings> settings;
    private final SortedMap<String, Object> values = new TreeMap<>();

    RetainedData(Map<String, RetainedSettings> settings) {
        this.settings = settings;
        settings.forEach((name, setting) -> values.put(name, setting.start()));
    }

    Map<String, Object> all() {
        return Collections.unmodifiableMap(new TreeMap<>(values));
    }

    void set(String name, Object value) throws PlcRefusal {
        Object present = values.get(name);
        if (present == null) {
            throw new PlcRefusal("Bad_NodeIdUnknown", "there is no retained value '%s'".formatted(name));
        }
        if (present.getClass() != value.getClass()) {
            throw new PlcRefusal(
                    "Bad_TypeMismatch",
                    "'%s' is a %s".formatted(name, present.getClass().getSimpleName()));
        }
        if (value instanceof String text && text.length() > MAX_TEXT_CHARS) {
            throw new PlcRefusal("Bad_OutOfRange", "'%s' takes at most %d characters".formatted(name, MAX_TEXT_CHARS));
        }
        values.put(name, value);
    }

    /** To zero or empty; a name that the controller does not have is no matter. */
    void clear(String name) {
        values.computeIfPresent(name, (_, value) -> switch (value) {
            case Long _ -> 0L;
            case Double _ -> 0.0;
            default -> "";
        });
    }

    /** A cycle is completed. */
    void count() {
        settings.forEach((name, setting) -> values.computeIfPresent(name, (_, value) -> grown(value, setting)));
    }

    private static Object grown(Object value, RetainedSettings setting) {
        return switch (value) {
            case Long whole -> whole + (long) setting.perCycle();
            case Double number -> number + setting.perCycle();
            default -> value;
        };
    }
}
