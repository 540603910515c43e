package org.millwright.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    /** Once for each package of a module: tests beside what they test share its description. */
    @Test
    void everyPackageSaysWhatItIsForAndIsNullMarked() {
        Set<String> described = Checkout.files("package-info.java").stream()
                .filter(TidyTest::isDescription)
                .map(TidyTest::modulePackage)
                .collect(Collectors.toSet());
        assertThat(Checkout.files(".java").stream().map(TidyTest::modulePackage).distinct())
                .as("packages with a package-info.java that has a sentence and @NullMarked")
                .isSubsetOf(described);
    }

    private static boolean isDescription(Path packageInfo) {
        String text = Checkout.read(packageInfo);
        return text.startsWith("/**") && text.contains("@NullMarked");
    }

    private static String modulePackage(Path file) {
        return Checkout.name(file).replaceFirst("(main|test)/java/", "").replaceFirst("/[^/]*$", "");
    }

    private static Stream<String> violations(Function<Source, List<String>> rule) {
        return sources.stream().flatMap(source -> rule.apply(source).stream());
    }
}
