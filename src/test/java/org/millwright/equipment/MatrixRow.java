package org.millwright.equipment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.millwright.simulators.config.ServerSettings;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings;

/**
 * One shape of a controller: every loading type in every edition of OPC 10000-100 with every security policy makes 36
 * rows. Everything optional, and every look of a server, is woven into them as a deviation from the usual: the first of
 * a loading type's twelve rows has none of them, and each deviation is in a six of the other eleven that is no other's. So
 * within each loading type any two of them meet in all four ways: neither, the one, the other, both.
 *
 * @param number 0..11 within its loading type
 * @param differs what is not as usual
 */
record MatrixRow(
        UpdateSettings.Loading loading,
        UpdateSettings.Spec spec,
        ServerSettings.Security security,
        int number,
        Set<Deviation> differs) {

    private static final int ROWS = 12;

    /** Of the 462 sets of six rows, every so manieth. */
    private static final int STRIDE = 14;

    /** What is not as usual. */
    enum Deviation {
        WITHOUT_PREPARE_FOR_UPDATE(UpdateOption.PREPARE_FOR_UPDATE),
        WITHOUT_PREPARE_RESUME(UpdateOption.PREPARE_RESUME),
        WITHOUT_CONFIRMATION(UpdateOption.CONFIRMATION),
        WITHOUT_PARAMETERS(UpdateOption.PARAMETERS),
        WITHOUT_UPDATE_STATUS(UpdateOption.UPDATE_STATUS),
        WITHOUT_VENDOR_ERROR_CODE(UpdateOption.VENDOR_ERROR_CODE),
        WITHOUT_PERCENT_COMPLETE(UpdateOption.PERCENT_COMPLETE),
        WITHOUT_HASH(UpdateOption.HASH),
        WITHOUT_CLEAR(UpdateOption.CLEAR),
        WITHOUT_INSTALLATION_DELAY(UpdateOption.INSTALLATION_DELAY),
        WITHOUT_READ_BACK(UpdateOption.READ_BACK),
        WITHOUT_VALIDATE_FILES(UpdateOption.VALIDATE_FILES),
        PATCH_IDENTIFIERS(UpdateOption.PATCH_IDENTIFIERS),
        WRITE_TIMEOUT(UpdateOption.WRITE_TIMEOUT),
        UPDATE_KEY(UpdateOption.UPDATE_KEY),
        WRITE_BLOCK_SIZE(UpdateOption.WRITE_BLOCK_SIZE),
        POWER_CYCLE(UpdateOption.POWER_CYCLE),
        LOCK(UpdateOption.LOCK),
        ASYNC_COMPLETION(UpdateOption.ASYNC_COMPLETION),
        OWN_FILE_METHODS_ONLY(UpdateOption.OWN_FILE_METHODS_ONLY),
        WITHOUT_FALLBACK_SLOT,
        RESHUFFLED_NAMESPACES,
        GERMAN,
        NAMEPLATE_ELSEWHERE,
        NESTED,
        OTHER_ADD_IN_REFERENCE,
        COMPONENTS,
        NOISE,
        FEW_REFERENCES,
        NO_SUBSCRIPTIONS,
        SMALL_LIMITS,
        /** In two rows of a loading type only: it costs time. */
        SLOW_ANSWERS;

        private final Optional<UpdateOption> option;

        Deviation() {
            this.option = Optional.empty();
        }

        Deviation(UpdateOption option) {
            this.option = Optional.of(option);
        }

        private boolean isIn(int row) {
            return this == SLOW_ANSWERS
                    ? row % 5 == 4
                    : (sixOf(List.of(values()).indexOf(this) * STRIDE) >> (row - 1) & 1) == 1;
        }

        /** The rows 1..11 of the set of six with that number, as bits. */
        private static int sixOf(int which) {
            return IntStream.range(0, 1 << (ROWS - 1))
                    .filter(bits -> Integer.bitCount(bits) == ROWS / 2)
                    .skip(which)
                    .findFirst()
                    .orElseThrow();
        }
    }

    static List<MatrixRow> all() {
        List<MatrixRow> rows = new ArrayList<>();
        for (UpdateSettings.Loading loading : UpdateSettings.Loading.values()) {
            for (int number = 0; number < ROWS; number++) {
                rows.add(row(loading, number));
            }
        }
        return rows;
    }

    private static MatrixRow row(UpdateSettings.Loading loading, int number) {
        var specs = UpdateSettings.Spec.values();
        var policies = ServerSettings.Security.values();
        Predicate<Deviation> differs = d -> number > 0 && d.isIn(number);
        return new MatrixRow(
                loading,
                specs[number / policies.length],
                policies[number % policies.length],
                number,
                Stream.of(Deviation.values())
                        .filter(differs)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Deviation.class))));
    }

    boolean has(Deviation deviation) {
        return differs.contains(deviation);
    }

    UpdateSettings update(String key) {
        Set<UpdateOption> options = EnumSet.noneOf(UpdateOption.class);
        for (UpdateOption option : UpdateOption.values()) {
            boolean deviates = differs.stream().anyMatch(d -> d.option.equals(Optional.of(option)));
            if (option.isUsual() != deviates) {
                options.add(option);
            }
        }
        return new UpdateSettings(
                spec,
                loading,
                options,
                has(Deviation.UPDATE_KEY) ? key : "",
                5_000,
                Optional.<Duration>empty(),
                UpdateSettings.ScanSettings.USUAL);
    }

    ServerSettings.Layout layout() {
        var place = number % 2 == 0
                ? ServerSettings.NameplatePlace.IDENTIFICATION
                : ServerSettings.NameplatePlace.INTERFACE;
        var reference =
                number % 2 == 0 ? ServerSettings.AddInReference.VENDOR : ServerSettings.AddInReference.HAS_COMPONENT;
        return new ServerSettings.Layout(
                has(Deviation.RESHUFFLED_NAMESPACES)
                        ? ServerSettings.Namespaces.RESHUFFLED
                        : ServerSettings.Namespaces.FIXED,
                has(Deviation.GERMAN) ? ServerSettings.Language.DE : ServerSettings.Language.EN,
                has(Deviation.NAMEPLATE_ELSEWHERE) ? place : ServerSettings.NameplatePlace.HOST,
                new ServerSettings.Layout.Tree(
                        has(Deviation.NESTED) ? 1 + number % 3 : 0,
                        has(Deviation.OTHER_ADD_IN_REFERENCE) ? reference : ServerSettings.AddInReference.HAS_ADD_IN,
                        has(Deviation.COMPONENTS) ? 1 : 0,
                        has(Deviation.NOISE) ? 20 : 0));
    }

    ServerSettings.Answers answers() {
        return new ServerSettings.Answers(
                has(Deviation.SLOW_ANSWERS) ? 2 : 0,
                has(Deviation.FEW_REFERENCES) ? 7 : 0,
                !has(Deviation.NO_SUBSCRIPTIONS),
                has(Deviation.SMALL_LIMITS)
                        ? new ServerSettings.Answers.Limits(16_384, 32_768, Optional.of(10))
                        : ServerSettings.Answers.Limits.STANDARD);
    }

    @Override
    public String toString() {
        return "%s %s %s%s"
                .formatted(
                        loading,
                        spec,
                        security,
                        differs.stream()
                                .map(d ->
                                        " " + d.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                                .collect(Collectors.joining(",")));
    }
}
