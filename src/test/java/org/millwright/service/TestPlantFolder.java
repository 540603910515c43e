package org.millwright.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.millwright.equipment.TestPackage;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.plant.Tag;

/**
 * A configuration folder with lines of two controllers each, {@code line-1} with {@code line-1-a} and {@code line-1-b}
 * and so on, a release, and a plan a line by the name {@code plan-line-1}; and a plan that cannot be used.
 */
public final class TestPlantFolder {
    public static final List<String> LINES =
            IntStream.rangeClosed(1, 6).mapToObj(n -> "line-" + n).toList();
    public static final String FROM = "1.0.0";
    public static final String TO = "2.0.0";

    private static final List<String> STATIONS = List.of("a", "b");

    private TestPlantFolder() {}

    /** Writes it all; the files are those that a plant writes, nothing is put around their readers. */
    public static Path write() {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/test-plants")), "plant");
            Files.writeString(folder.resolve("plant.yaml"), plant());
            Path release = Files.createDirectories(folder.resolve("releases/r-2"));
            Files.writeString(release.resolve("release.json"), release(release));
            Path plans = Files.createDirectories(folder.resolve("plans"));
            for (String line : LINES) {
                Files.writeString(plans.resolve("plan-" + line + ".yaml"), plan(line));
            }
            Files.writeString(plans.resolve("broken.yaml"), "plan: broken\nlin: line-1\n");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String plant() {
        String tags = Arrays.stream(Tag.values())
                .map(t -> t.key() + ": \"nsu=urn:test;s=" + t.key() + "\"")
                .collect(Collectors.joining(", ", "{", "}"));
        String lines = LINES.stream().map(TestPlantFolder::line).collect(Collectors.joining());
        return "tag-maps:\n  all:\n    tags: " + tags
                + "\n    retained: {Parts: \"nsu=urn:test;s=p\", Wear: \"nsu=urn:test;s=w\"}\nlines:\n" + lines;
    }

    private static String line(String id) {
        String stations =
                STATIONS.stream().map(s -> """
                              - name: %s
                                controllers:
                                  - {id: %s-%s, driver: opcua, address: "opc.tcp://127.0.0.1:1/%s-%s", expects: {manufacturerUri: "urn:test:works", productCode: TW-1}, security: none, tags: all}
                        """.formatted(s, id, s, id, s)).collect(Collectors.joining());
        return "  - id: %s\n    name: Line %s\n    contact: shift lead, 4711\n    stations:\n%s"
                .formatted(id, id, stations);
    }

    private static String release(Path folder) throws IOException {
        TestPackage next = new TestPackage(new Software("urn:test:works", "TW-1", new Revision(FROM))).revision(TO);
        Files.write(folder.resolve("tw-1.mwp"), next.bytes());
        return """
                {"release": "r-2", "packages": [{
                  "manufacturerUri": "urn:test:works", "productCode": "TW-1", "revision": "%s", "file": "tw-1.mwp",
                  "bytes": %d, "sha256": "%s", "hardware": "1..9", "minimumInstalled": "%s"}]}
                """.formatted(TO, next.bytes().length, next.sha256(), FROM);
    }

    private static String plan(String line) {
        return """
                plan: plan-%s
                line: %s
                release: r-2
                waves: [[%s-a], [%s-b]]
                drain: {still: 300ms, limit: 20s}
                flash: {confirm-within: 10s, limit: 20s}
                validation:
                  baseline-cycles: 4
                  cycles: 4
                  cycle-time-tolerance: 30%%
                  reject-tolerance: 30%%
                  limit: 20s
                integrity: {Parts: not-less}
                patience: 60s
                """.formatted(line, line, line, line);
    }
}
