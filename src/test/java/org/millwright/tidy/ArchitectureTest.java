package org.millwright.tidy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.millwright.plant.Line;

/**
 * Who may see whom (docs/architecture.md). Arrows point inward: what decides about controllers knows no protocol, no
 * database, no framework and no screen. The rules also hold while a room does not exist yet.
 */
class ArchitectureTest {
    private static final String ROOT = "org.millwright";
    private static final List<String> LANGUAGE = List.of("java..", "org.jspecify..");
    private static final List<String> JOURNAL_STORE =
            List.of("javax.sql..", "com.fasterxml.jackson..", "org.flywaydb..", "org.h2..");

    private static JavaClasses product = new ClassFileImporter().importClasses();

    @BeforeAll
    static void readTheProduct() {
        product = new ClassFileImporter()
                .importUrl(Line.class.getProtectionDomain().getCodeSource().getLocation());
        assertThat(product.contain(Line.class)).isTrue();
    }

    /** The port is {@code equipment} alone: its drivers live below it and are not meant. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "document..       |",
                "plant..          | document..",
                "release..        | document.. plant..",
                "trust..          | release..",
                "access..         | document..",
                "equipment        | plant.. release..",
                "plan..           | document.. plant.. release.. equipment",
                "snapshot..       | document.. plant.. release.. equipment plan..",
                "validation..     | document.. plant.. release.. equipment plan..",
                "upgrade..        | document.. plant.. release.. equipment plan.. snapshot.. validation..",
                "equipment.opcua..| plant.. release.. equipment trust..",
                "equipment.plc4x..| plant.. release.. equipment",
            })
    void seesOfOurRoomsOnlyTheOnesFurtherIn(String room, String mayKnow) {
        Stream<String> known = mayKnow == null ? Stream.of() : Stream.of(mayKnow.split(" "));
        check(noClasses()
                .that()
                .resideInAPackage(ours(room))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..")
                        .and(not(resideInAnyPackage(Stream.concat(known, Stream.of(room))
                                .map(ArchitectureTest::ours)
                                .toArray(String[]::new))))));
    }

    @Test
    void whatDecidesIsPlainJava() {
        check(classes()
                .that(resideInAnyPackage(
                                ours("plant.."),
                                ours("release.."),
                                ours("equipment"),
                                ours("plan.."),
                                ours("snapshot.."),
                                ours("validation.."),
                                ours("upgrade.."))
                        .and(not(resideInAPackage(ours("upgrade.journal..")))))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(oursAnd(LANGUAGE)));
    }

    @Test
    void onlyTheJournalSpeaksToADatabase() {
        check(classes()
                .that()
                .resideInAPackage(ours("upgrade.journal.."))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(oursAnd(
                        Stream.concat(LANGUAGE.stream(), JOURNAL_STORE.stream()).toList())));
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ours("upgrade.journal.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.flywaydb..", "org.h2.."));
    }

    @Test
    void onlyDocumentReadsYaml() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ours("document.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.yaml..", "com.fasterxml.jackson.dataformat.yaml.."));
        check(classes()
                .that()
                .resideInAPackage(ours("document.."))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ours("document.."), "java..", "org.jspecify..", "org.yaml.."));
    }

    @Test
    void libraryTypesStopAtTheirDriver() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ours("equipment.opcua.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.eclipse.milo.opcua.sdk.client..", "org.eclipse.milo.opcua.stack.transport.client.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackages(ours("equipment.opcua.."), ours("mes.."), ours("trust.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.milo.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ours("equipment.plc4x.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.plc4x.."));
    }

    @Test
    void onlyTheCompositionKnowsTheDriversAndNobodyKnowsTheComposition() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, ours("equipment.opcua.."), ours("equipment.plc4x.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ours("equipment.opcua.."), ours("equipment.plc4x..")));
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT));
    }

    @Test
    void roomsStandInNoCircle() {
        check(slices().matching(ours("(*)..")).should().beFreeOfCycles());
    }

    @Test
    void nothingIsInjectedIntoFields() {
        check(fields().should().notBeAnnotatedWith("jakarta.inject.Inject"));
        check(fields().should().notBeAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty"));
        check(fields().should().notBeAnnotatedWith("org.eclipse.microprofile.reactive.messaging.Channel"));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(product);
    }

    private static String ours(String room) {
        return ROOT + "." + room.strip();
    }

    private static String[] oursAnd(List<String> others) {
        return Stream.concat(Stream.of(ROOT + ".."), others.stream()).toArray(String[]::new);
    }
}
