package org.millwright.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.millwright.equipment.opcua.probe.Rule;

/** The documents agree with the code and with one another. */
class DocsTest {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\\n]*`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");
    private static final Pattern PACKAGE_ROW =
            Pattern.compile("(?m)^\\| `(org\\.millwright[a-z0-9.]*)`( \\*\\(to come\\)\\*)? \\|");
    private static final Pattern COMMAND_ROW = Pattern.compile("(?m)^\\| `([a-z]+)( [A-Z]+)?` \\|");

    @Test
    void everyLinkLeadsSomewhere() {
        assertThat(Checkout.files(".md").stream().flatMap(DocsTest::brokenLinks))
                .isEmpty();
    }

    @Test
    void everyPageCanBeReachedFromTheReadme() {
        Set<Path> reached = new TreeSet<>();
        follow(Checkout.root().resolve("README.md"), reached);
        Path docs = Checkout.root().resolve("docs");
        assertThat(Checkout.files(".md").stream().filter(page -> page.startsWith(docs)))
                .isSubsetOf(reached);
    }

    @Test
    void theArchitecturePageNamesThePackagesThatExistAndOnlyThose() {
        String page = Checkout.read(Checkout.root().resolve("docs/architecture.md"));
        Set<String> existing = rows(page, false);
        Set<String> toCome = rows(page, true);
        Set<String> packages = Checkout.files(".java").stream()
                .map(Checkout::name)
                .filter(name -> name.contains("main/java/"))
                .map(name -> name.replaceFirst(".*main/java/", "").replaceFirst("/[^/]*$", ""))
                .map(folder -> folder.replace('/', '.'))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(packages).as("packages, and the rows without (to come)").isEqualTo(existing);
        assertThat(toCome).as("rows with (to come)").doesNotContainAnyElementsOf(packages);
    }

    @Test
    void theReadmeAndTheLauncherOfferTheSameCommands() {
        Set<String> readme = COMMAND_ROW
                .matcher(Checkout.read(Checkout.root().resolve("README.md")))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> launcher = Pattern.compile("(?m)^ {4}\\./millwright ([a-z]+)")
                .matcher(Checkout.read(Checkout.root().resolve("millwright")))
                .results()
                .map(line -> line.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(readme).isNotEmpty().isEqualTo(launcher);
    }

    @Test
    void theProbePageExplainsEachDeviationWithItsSeverity() {
        String page = Checkout.read(Checkout.root().resolve("docs/protocols/probe.md"));
        assertThat(Rule.values())
                .allSatisfy(rule -> assertThat(page)
                        .contains("| `%s` | %s |"
                                .formatted(rule.id(), rule.severity().name().toLowerCase(Locale.ROOT))));
    }

    private static Set<String> rows(String page, boolean toCome) {
        return PACKAGE_ROW
                .matcher(page)
                .results()
                .filter(row -> (row.group(2) != null) == toCome)
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> links(Path page) {
        return LINK.matcher(CODE.matcher(Checkout.read(page)).replaceAll(""))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.matches("[a-z]+:.*"));
    }

    private static Stream<String> brokenLinks(Path page) {
        return links(page).filter(link -> !resolves(page, link)).map(link -> Checkout.name(page) + ": " + link);
    }

    private static boolean resolves(Path page, String link) {
        Path target = target(page, link);
        int anchor = link.indexOf('#');
        return Files.exists(target) && (anchor < 0 || headings(target).contains(link.substring(anchor + 1)));
    }

    private static Path target(Path page, String link) {
        String file = link.replaceFirst("#.*", "");
        return file.isEmpty() ? page : page.resolveSibling(file).normalize();
    }

    /** As the usual viewers make anchors of headings: lower case, blanks to dashes, other marks dropped. */
    private static Set<String> headings(Path page) {
        return HEADING.matcher(Checkout.read(page))
                .results()
                .map((MatchResult heading) -> heading.group(1).strip().toLowerCase(Locale.ROOT))
                .map(text -> text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static void follow(Path page, Set<Path> reached) {
        if (!reached.add(page)) {
            return;
        }
        links(page)
                .map(link -> target(page, link))
                .filter(target -> target.toString().endsWith(".md"))
                .filter(Files::isRegularFile)
                .forEach(target -> follow(target, reached));
    }
}
