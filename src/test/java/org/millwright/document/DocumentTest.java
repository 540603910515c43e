package org.millwright.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentTest {
    enum Colour {
        DARK_RED,
        BLUE
    }

    record Part(String name, Duration pause, double share, Optional<Long> count, Colour colour) {}

    record Parts(List<Part> parts, Map<String, String> names) {}

    private static Field<Parts> parts(Section s) {
        Field<List<Part>> parts = s.at("parts").list(i -> i.section(DocumentTest::part));
        Field<Map<String, String>> names = s.optional("names", Map.of(), i -> i.map(Item::text));
        return s.end(() -> new Parts(parts.get(), names.get()));
    }

    private static Field<Part> part(Section s) {
        Field<String> name = s.at("name").text();
        Field<Duration> pause = s.at("wait").duration();
        Field<Double> share = s.optional("share", 0.0, Item::fraction);
        Field<Optional<Long>> count = s.optional("count", i -> i.whole(1, 9));
        Field<Colour> colour = s.optional("colour", Colour.BLUE, i -> i.choice(Colour.class));
        return s.end(() -> new Part(name.get(), pause.get(), share.get(), count.get(), colour.get()));
    }

    private static Parts read(String text) throws DocumentException {
        return Document.of("f.yaml", text.getBytes(UTF_8)).as(DocumentTest::parts);
    }

    @Test
    void yamlAndJsonAreReadAlike() throws Exception {
        Parts yaml = read("""
                # a comment
                parts:
                  - {name: "Größe 2", wait: 500ms, share: 5%, colour: dark-red}
                  - name: no
                    wait: 2s
                    share: 0.25
                    count: 3
                names: {x: 1.10, 'y': "~"}
                """);
        Parts json = read("""
                {"parts":[{"name":"Gr\\u00f6\\u00DFe 2","wait":"500ms","share":"5%","colour":"dark-red"},
                  {"name":"no", "wait":"2s", "share":0.25, "count":3}],
                 "names":{"x":"1.10","y":"~"}}
                """);

        assertThat(yaml)
                .isEqualTo(new Parts(
                        List.of(
                                new Part("Größe 2", Duration.ofMillis(500), 0.05, Optional.empty(), Colour.DARK_RED),
                                new Part("no", Duration.ofSeconds(2), 0.25, Optional.of(3L), Colour.BLUE)),
                        Map.of("x", "1.10", "y", "~")));
        assertThat(json).isEqualTo(yaml);
    }

    @Test
    void allProblemsAreFoundInOneReading() {
        DocumentException e = failure("""
                parts:
                  - nmae: a
                    wait: soon
                  - name: [b]
                    wait: 1s
                    count: 10
                    share: 101%
                    colour: bleu
                  - just text
                names: {x: {}, z: }
                other: 1
                """);

        assertThat(e.problems().stream().map(Problem::toString))
                .containsExactly(
                        "f.yaml:2:5: parts[0].name: missing; expected a text of 1 to 1000 characters",
                        "f.yaml:2:5: parts[0].nmae: unknown key; did you mean 'name'?",
                        "f.yaml:3:11: parts[0].wait: 'soon'; expected a duration like 500ms, 2s, 10m or 1h",
                        "f.yaml:4:11: parts[1].name: a list; expected a text of 1 to 1000 characters",
                        "f.yaml:6:12: parts[1].count: '10'; expected a whole number from 1 to 9",
                        "f.yaml:7:12: parts[1].share: '101%'; expected a fraction from 0 to 1, like 5% or 0.05",
                        "f.yaml:8:13: parts[1].colour: 'bleu'; did you mean 'blue'?",
                        "f.yaml:9:5: parts[2]: 'just text'; expected a section",
                        "f.yaml:10:12: names.x: a section; expected a text of 1 to 1000 characters",
                        "f.yaml:10:18: names.z: nothing; expected a text of 1 to 1000 characters",
                        "f.yaml:11:1: other: unknown key; expected one of parts, names");
    }

    @ParameterizedTest
    @MethodSource
    void whatIsNoProperDocumentIsRefused(String text, String message) {
        assertThat(failure(text)).hasMessage(message);
    }

    static Stream<Arguments> whatIsNoProperDocumentIsRefused() {
        return Stream.of(
                argumentSet("empty", "", "f.yaml:1:1: nothing; expected a section"),
                argumentSet("comment only", "# x\n", "f.yaml:1:1: nothing; expected a section"),
                argumentSet("a list", "- a", "f.yaml:1:1: a list; expected a section"),
                argumentSet(
                        "two documents",
                        "parts: 1\n---\nparts: 2",
                        "f.yaml:2:1: a second document; expected one document in a file"),
                argumentSet(
                        "key twice",
                        "parts:\n- name: a\n  wait: 1s\n  name: b",
                        "f.yaml:4:3: parts[0].name: written twice; expected once; first at line 2"),
                argumentSet("list as key", "[a]: b", "f.yaml:1:1: a list or section as a key; expected a text"),
                argumentSet("alias", "parts: *x", "f.yaml:1:8: the alias *x; expected the value itself"),
                argumentSet("anchor", "parts: &x [*x]", "f.yaml:1:8: the anchor &x; expected a value without a mark"),
                argumentSet(
                        "object tag",
                        "parts: !!javax.script.ScriptEngineManager [1]",
                        "f.yaml:1:8: the tag tag:yaml.org,2002:javax.script.ScriptEngineManager;"
                                + " expected a value without a tag"),
                argumentSet(
                        "indented by tab",
                        "parts:\n\t- a",
                        "f.yaml:2:1: a tab; expected blanks: YAML is not indented by tabs"),
                argumentSet(
                        "bracket open",
                        "parts: [a, b\nnames: 1",
                        "f.yaml:2:6: expected ',' or ']', but got :; expected YAML or JSON"),
                argumentSet(
                        "control character",
                        "parts:\n  a\u0001",
                        "f.yaml:2:4: the character U+0001; expected printable text"),
                argumentSet(
                        "line break in a key",
                        "{parts: [{name: a, wait: 1s}], \"a\\nb\": 1}",
                        "f.yaml:1:32: a?b: unknown key; expected one of parts, names"));
    }

    @Test
    void nestingIsBounded() {
        assertThat(failure("parts: " + "[".repeat(100_000)))
                .hasMessage("f.yaml:1:28: nested too deeply; expected 20 levels at most");
    }

    @Test
    void sizeIsBounded() {
        DocumentException e = catchThrowableOfType(
                DocumentException.class, () -> Document.of("f.yaml", new byte[Document.LARGEST_BYTES + 1]));

        assertThat(e).hasMessage("f.yaml: more than 4 MiB; expected 4194304 bytes at most");
    }

    @Test
    void textThatIsNotUtf8IsRefusedWithItsPlace() {
        byte[] latin = "parts:\n  - name: Größe".getBytes(ISO_8859_1);

        DocumentException e = catchThrowableOfType(DocumentException.class, () -> Document.of("f.yaml", latin));

        assertThat(e).hasMessage("f.yaml:2:13: the byte 0xF6; expected UTF-8 text");
    }

    @Test
    void aFileThatIsMissingIsAProblemOfItsOwn(@TempDir Path folder) {
        Path file = folder.resolve("plant.yaml");

        DocumentException e = catchThrowableOfType(DocumentException.class, () -> Document.read(file));

        assertThat(e).hasMessage(file + ": no such file; expected a readable file");
        assertThat(e.problems()).hasSize(1).first().returns(0, Problem::line);
    }

    @ParameterizedTest
    @MethodSource
    void durationsHaveAUnitAndABound(String text, Optional<Duration> expected) {
        String file = "{parts: [{name: a, wait: " + text + "}]}";
        if (expected.isEmpty()) {
            assertThat(failure(file)).hasMessageContaining("parts[0].wait");
            return;
        }
        assertThat(readUnchecked(file).parts().getFirst().pause()).isEqualTo(expected.get());
    }

    static Stream<Arguments> durationsHaveAUnitAndABound() {
        return Stream.of(
                Arguments.of("1ms", Optional.of(Duration.ofMillis(1))),
                Arguments.of("10m", Optional.of(Duration.ofMinutes(10))),
                Arguments.of("1 h", Optional.of(Duration.ofHours(1))),
                Arguments.of("168h", Optional.of(Duration.ofDays(7))),
                Arguments.of("169h", Optional.empty()),
                Arguments.of("0s", Optional.empty()),
                Arguments.of("-1s", Optional.empty()),
                Arguments.of("1.5s", Optional.empty()),
                Arguments.of("5", Optional.empty()),
                Arguments.of("99999999999s", Optional.empty()));
    }

    private static Parts readUnchecked(String text) {
        try {
            return read(text);
        } catch (DocumentException e) {
            throw new AssertionError(e);
        }
    }

    private static DocumentException failure(String text) {
        DocumentException e = catchThrowableOfType(DocumentException.class, () -> read(text));
        assertThat(e).as("the file is refused").isNotNull();
        return e;
    }
}
