package org.millwright.panel;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.millwright.upgrade.Event.AbortPolicy;
import org.millwright.upgrade.Mode;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.Upgrades.Person;

/** What people send, and how it is understood. */
final class Orders {
    /** Who orders, as long as nobody logs in. */
    private static final String NAME = "local user";

    private static final int LONGEST_COMMENT = 1_000;

    private Orders() {}

    /**
     * Asks for a run.
     *
     * @param id chosen by whoever asks, so that asking twice gives one run; made when missing
     */
    @Schema(name = "RunRequest")
    record RunRequest(
            @Nullable @Schema(description = "name of a plan", required = true)
            String plan,

            @Nullable
            @Schema(
                    enumeration = {"PRODUCTION", "REHEARSAL"},
                    required = true)
            String mode,

            @Nullable String comment,

            @Nullable @Schema(description = "letters, digits, dashes; asking again with it gives the same run")
            String id) {}

    /**
     * Steers a run.
     *
     * @param policy with abort only; ROLL_BACK when missing
     */
    @Schema(name = "Order")
    record Order(
            @Nullable String comment,

            @Nullable @Schema(enumeration = {"ROLL_BACK", "KEEP"})
            String policy) {
        static final Order PLAIN = new Order(null, null);
    }

    static String needed(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw ProblemException.badRequest(field, "a text is needed here");
        }
        return value;
    }

    static Mode mode(@Nullable String text) {
        return choice(Mode.class, "mode", needed("mode", text));
    }

    static AbortPolicy policy(@Nullable String text) {
        return text == null ? AbortPolicy.ROLL_BACK : choice(AbortPolicy.class, "policy", text);
    }

    static RunId runId(String text) {
        try {
            return new RunId(text);
        } catch (IllegalArgumentException _) {
            throw ProblemException.badRequest("id", "1 to 64 letters, digits and dashes are expected");
        }
    }

    static Person person(@Nullable String comment) {
        String text = comment == null ? "" : comment;
        if (text.length() > LONGEST_COMMENT) {
            throw ProblemException.badRequest("comment", LONGEST_COMMENT + " characters at most are expected");
        }
        return new Person(NAME, text);
    }

    private static <E extends Enum<E>> E choice(Class<E> names, String field, String text) {
        return Arrays.stream(names.getEnumConstants())
                .filter(n -> n.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> ProblemException.badRequest(
                        field,
                        "one of "
                                + Arrays.stream(names.getEnumConstants())
                                        .map(Enum::name)
                                        .collect(Collectors.joining(", "))
                                + " is expected"));
    }
}
