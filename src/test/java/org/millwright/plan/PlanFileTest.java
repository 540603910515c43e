package org.millwright.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.millwright.document.DocumentException;
import org.millwright.document.Problem;
import org.millwright.plan.Plan.DrainPolicy;
import org.millwright.plan.Plan.FlashPolicy;
import org.millwright.plan.Plan.IntegrityRule;
import org.millwright.plan.Plan.ValidationPolicy;
import org.millwright.plant.Controller;
import org.millwright.plant.Controller.Access;
import org.millwright.plant.Controller.Driver;
import org.millwright.plant.Controller.Expected;
import org.millwright.plant.Controller.Login;
import org.millwright.plant.Controller.Secret;
import org.millwright.plant.Controller.Security;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;
import org.millwright.plant.LineId;
import org.millwright.plant.Plant;
import org.millwright.plant.Tag;
import org.millwright.release.FileContentStore;
import org.millwright.release.ReleaseStore;
import org.millwright.release.Sha256;
import org.millwright.release.SoftwarePackage;

class PlanFileTest {
    private static final ControllerId LOADER = new ControllerId("loader");
    private static final ControllerId PRESS = new ControllerId("press");
    private static final ControllerId SCALE = new ControllerId("scale");
    private static final String GOOD = """
            plan: upgrade
            line: line-1
            release: r-1
            waves:
              - [press]
              - [loader]
            leave: [scale]
            drain: {still: 2s, limit: 1m}
            flash: {confirm-within: 15s, limit: 90s}
            validation:
              baseline-cycles: 30
              cycles: 10
              cycle-time-tolerance: 5%
              reject-tolerance: 0.15
              limit: 10m
            integrity: {total: not-less}
            patience: 4h
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void release() throws IOException {
        Path release = Files.createDirectories(folder.resolve("releases/r-1"));
        Files.writeString(release.resolve("a.mwpkg"), "software a");
        Files.writeString(release.resolve("release.json"), """
                {"release": "r-1", "packages": [{"manufacturerUri": "urn:h", "productCode": "A", "revision": "2",
                  "file": "a.mwpkg", "bytes": 10, "sha256": "%s", "hardware": "1..2", "minimumInstalled": "1"}]}
                """.formatted(Sha256.of("software a".getBytes(UTF_8))));
    }

    @Test
    void aPlanIsResolvedWithPlantAndRelease() throws Exception {
        Plan plan = read(GOOD, plant());

        assertThat(plan.name()).isEqualTo("upgrade");
        assertThat(plan.line()).isEqualTo(new LineId("line-1"));
        assertThat(plan.waves()).containsExactly(List.of(PRESS), List.of(LOADER));
        assertThat(plan.packages()).containsOnlyKeys(LOADER, PRESS);
        assertThat(plan.packages().values()).map(SoftwarePackage::file).containsOnly("a.mwpkg");
        assertThat(plan.drain()).isEqualTo(new DrainPolicy(Duration.ofSeconds(2), Duration.ofMinutes(1)));
        assertThat(plan.flash()).isEqualTo(new FlashPolicy(Duration.ofSeconds(15), Duration.ofSeconds(90)));
        assertThat(plan.validation()).isEqualTo(new ValidationPolicy(30, 10, 0.05, 0.15, Duration.ofMinutes(10)));
        assertThat(plan.integrity()).isEqualTo(Map.of("total", IntegrityRule.NOT_LESS));
        assertThat(plan.patience()).isEqualTo(Duration.ofHours(4));
    }

    @ParameterizedTest
    @MethodSource
    void whatIsWrongIsNamedWithItsPlace(String from, String to, String message) {
        assertThat(GOOD).as("the row changes the file").contains(from);

        assertThat(problems(GOOD.replace(from, to))).containsExactly(message.split("\n"));
    }

    static Stream<Arguments> whatIsWrongIsNamedWithItsPlace() {
        return Stream.of(
                row(
                        "plan: upgrade",
                        "plan: update",
                        "1:7: plan: 'update'; expected the name of its file, upgrade.yaml without .yaml"),
                row("line: line-1", "line: line-2", "2:7: line: 'line-2'; did you mean 'line-1'?"),
                row("release: r-1", "release: ../r-1", "3:10: release: '../r-1'; expected a release's name"),
                row("release: r-1\n", "", "1:1: release: missing; expected a text of 1 to 1000 characters"),
                row("[press]", "[pres]", "5:6: waves[0][0]: 'pres'; did you mean 'press'?"),
                row("[press]", "[press, loader]", "6:6: waves[1][0]: 'loader'; expected each controller once"),
                row("[press]", "[]", "5:5: waves[0]: an empty list; expected 1 or more"),
                row("[press]", "press", "5:5: waves[0]: 'press'; expected a list"),
                row("[scale]", "[press]", "7:9: leave[0]: 'press'; expected each controller once"),
                row(
                        "leave: [scale]\n",
                        "",
                        "5:3: waves: without scale; expected every controller of line-1 here or under 'leave'"),
                row(
                        "  - [press]\n",
                        "",
                        "5:3: waves: without press; expected every controller of line-1 here or under 'leave'"),
                row(
                        "[press]\n  - [loader]\nleave: [scale]",
                        "[press, scale]\n  - [loader]",
                        "5:13: waves[0][1]: 'scale'; expected a controller that release r-1 has a package for;"
                                + " it has none for urn:s B"),
                row("still: 2s", "still: 1m", "8:16: drain.still: '1m'; expected less than the limit"),
                row(
                        "confirm-within",
                        "confirm-in",
                        "9:8: flash.confirm-within: missing;"
                                + " expected a duration like 500ms, 2s, 10m or 1h"
                                + "\n9:9: flash.confirm-in: unknown key; did you mean 'confirm-within'?"),
                row(
                        " cycles: 10",
                        " cycles: 2",
                        "12:11: validation.cycles: '2'; expected a whole number from 3 to 10000"),
                row(
                        "5%",
                        "5 percent",
                        "13:25: validation.cycle-time-tolerance: '5 percent';"
                                + " expected a fraction from 0 to 1, like 5% or 0.05"),
                row("total:", "totals:", "16:13: integrity.totals: unknown key; did you mean 'total'?"),
                row("not-less", "less", "16:20: integrity.total: 'less'; expected one of equal, not-less"),
                row(
                        "patience: 4h",
                        "patience: ever",
                        "17:11: patience: 'ever'; expected a duration like 500ms, 2s, 10m or 1h"));
    }

    private static Arguments row(String from, String to, String message) {
        return argumentSet(to.isEmpty() ? "without " + from.strip() : to.strip(), from, to, message);
    }

    @Test
    void aReleaseThatIsNotThereIsNamedByItsManifest() {
        DocumentException e = catchThrowableOfType(
                DocumentException.class, () -> read(GOOD.replace("release: r-1", "release: r-2"), plant()));

        assertThat(e)
                .hasMessage(folder.resolve("releases/r-2/release.json") + ": no such file; expected a readable file");
    }

    @Test
    void theHashChangesWithEveryPartOfThePlan() throws Exception {
        Sha256 hash = read(GOOD, plant()).hash();

        assertThat(read(GOOD, plant()).hash()).isEqualTo(hash);
        assertThat(Stream.of(
                                read(GOOD + "# reviewed\n", plant()),
                                read(GOOD, plant().at(Map.of(PRESS, "opc.tcp://127.0.0.1:9"))),
                                read(GOOD, plant("s=Other")),
                                read(GOOD, plant(), "\n"))
                        .map(Plan::hash)
                        .toList())
                .doesNotHaveDuplicates()
                .doesNotContain(hash);
    }

    @Test
    void anotherPlaceOfASecretLeavesTheHash() throws Exception {
        Plan before = read(GOOD, plant());

        Plan after = read(GOOD, plant("s=State", new Secret.EnvironmentVariable("NEW")));

        assertThat(after.hash()).isEqualTo(before.hash());
    }

    private static Plant plant() {
        return plant("s=State");
    }

    private static Plant plant(String state) {
        return plant(state, new Secret.File(Path.of("secret")));
    }

    private static Plant plant(String state, Secret secret) {
        return new Plant(List.of(new Line(
                new LineId("line-1"),
                "Line 1",
                "4711",
                List.of(
                        controller(LOADER, "urn:h", "A", state, secret),
                        controller(PRESS, "urn:h", "A", state, secret),
                        controller(SCALE, "urn:s", "B", state, secret)))));
    }

    private static Controller controller(ControllerId id, String maker, String product, String state, Secret secret) {
        return new Controller(
                id,
                id.value(),
                Driver.OPCUA,
                "opc.tcp://" + id + ":4840",
                new Expected(maker, product),
                new Access(Security.NONE, Optional.of(new Login.Password("user", secret))),
                Map.of(Tag.STATE, state),
                Map.of("total", "s=Total"));
    }

    private List<String> problems(String yaml) {
        DocumentException e = catchThrowableOfType(DocumentException.class, () -> read(yaml, plant()));
        assertThat(e).as("the plan is refused").isNotNull();
        String prefix = folder.resolve("upgrade.yaml") + ":";
        return e.problems().stream()
                .map(Problem::toString)
                .map(s -> s.replace(prefix, ""))
                .toList();
    }

    private Plan read(String yaml, Plant plant, String manifestEnd) throws Exception {
        Path manifest = folder.resolve("releases/r-1/release.json");
        Files.writeString(manifest, Files.readString(manifest) + manifestEnd);
        return read(yaml, plant);
    }

    private Plan read(String yaml, Plant plant) throws DocumentException, IOException {
        ReleaseStore releases =
                new ReleaseStore(folder.resolve("releases"), FileContentStore.open(folder.resolve("data")));
        return PlanFile.read(Files.writeString(folder.resolve("upgrade.yaml"), yaml), plant, releases);
    }
}
