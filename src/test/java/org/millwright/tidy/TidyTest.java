package org.millwright.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sources of both modules keep the house rules. What may break one, and why, stands in {@link Allowances}. */
class TidyTest {
    private static final List<String> OTHER_TEXT =
            List.of(".xml", ".yaml", ".properties", ".sql", ".sh", ".ts", ".css", ".html", "millwright", ".ci/run");

    private static List<Source> sources = List.of();

    @BeforeAll
    static void parseEverything() {
        sources = Source.parse(Checkout.files(".java"));
    }

    @Test
    void bothModulesAreLookedAt() {
        assertThat(sources).extracting(Source::name).anyMatch(n -> n.startsWith("src/main/java/"));
        assertThat(sources).extracting(Source::name).anyMatch(n -> n.startsWith("src/test/java/"));
        assertThat(sources).extracting(Source::name).anyMatch(n -> n.startsWith("simulators/src/main/java/"));
    }

    @Test
    void filesMethodsAndConstructorsAreSmall() {
        assertThat(violations(SizeRules::violations)).isEmpty();
    }

    @Test
    void timeAndChanceAreInjected() {
        assertThat(violations(BannedCalls::violations)).isEmpty();
    }

    @Test
    void namesSpeakAndNoFailureVanishes() {
        assertThat(violations(HabitRules::violations)).isEmpty();
    }

    @Test
    void whatIsPutOffHasAnIssue() {
        Stream<Path> files = OTHER_TEXT.stream().flatMap(suffix -> Checkout.files(suffix).stream());
        assertThat(files.flatMap(f -> HabitRules.putOff(Checkout.name(f), Checkout.read(f)).stream()))
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsForAndIsNullMarked() {
        Stream<Path> folders = Checkout.files(".java").stream()
                .map(Path::getParent)
                .filter(Objects::nonNull)
                .distinct();
        assertThat(folders.filter(folder -> !isDescribed(folder.resolve("package-info.java")))
                        .map(Checkout::name))
                .as("packages without a package-info.java that has a sentence and @NullMarked")
                .isEmpty();
    }

    private static boolean isDescribed(Path packageInfo) {
        if (!Files.isRegularFile(packageInfo)) {
            return false;
        }
        String text = Checkout.read(packageInfo);
        return text.startsWith("/**") && text.contains("@NullMarked");
    }

    private static Stream<String> violations(Function<Source, List<String>> rule) {
        return sources.stream().flatMap(source -> rule.apply(source).stream());
    }
}
