package org.millwright.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void theSameValueIsAlwaysWrittenInTheSameBytes() {
        Json json = new Json.Members(List.of(
                new Json.Member("run", "r-1"),
                new Json.Member("bytes", 12),
                new Json.Member("none", new Json.Items(List.of())),
                new Json.Member(
                        "tags", Json.Members.of(Map.of("b", new Json.Text("ü\n\"\\"), "a", new Json.Whole(-1))))));

        assertThat(json.written()).isEqualTo("""
                        {
                          "run": "r-1",
                          "bytes": 12,
                          "none": [],
                          "tags": {
                            "a": -1,
                            "b": "\\u00fc\\n\\"\\\\"
                          }
                        }
                        """);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void anyTextComesBackAsItWas(long seed) throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String text = random.ints(200, 0, 0x11_0000)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .map(c -> random.nextBoolean() ? c : c % 0x100)
                .mapToObj(Character::toString)
                .collect(Collectors.joining("", "x", ""));
        Json json = new Json.Members(List.of(new Json.Member("text", text)));

        String read = Document.of("f.json", json.written().getBytes(UTF_8)).as(s -> {
            Field<String> field = s.at("text").text();
            return s.end(field::get);
        });

        assertThat(read).isEqualTo(text);
    }
}
