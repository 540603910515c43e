package org.millwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.millwright.tidy.Checkout;

/** The main job as a newcomer runs it: one command, nothing else started, nothing left behind. */
@Timeout(300)
class DemoIT {
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration WHOLE = Duration.ofMinutes(8);

    @Test
    void theDemoUpgradesEveryControllerAndLeavesNothingBehind() throws Exception {
        String said = demo("nominal");

        assertThat(said)
                .contains("Outcome   COMPLETED", "Expected  COMPLETED, as it was", "s of line standstill")
                .containsPattern("st10-loader +2\\.3\\.1 -> 2\\.4\\.0 \\(read back and hashed\\)")
                .containsPattern("st30-weld +2\\.3\\.1 -> 2\\.4\\.0 \\(read back and hashed\\)")
                .containsPattern("st50-vision +2\\.2\\.0 -> 2\\.4\\.0 \\(read back and hashed\\)");
    }

    @Test
    void aSlowerStationIsNoticedAndTheWholeLinePutBack() throws Exception {
        String said = demo("validation-fails");

        assertThat(said)
                .contains("Outcome   ROLLED_BACK", "Expected  ROLLED_BACK, as it was", "going back: ")
                .containsPattern("st10-loader +2\\.3\\.1 -> 2\\.3\\.1 \\(put back, read back and hashed\\)")
                .containsPattern("st40-screw +2\\.3\\.1 -> 2\\.3\\.1 \\(put back, read back and hashed\\)");
    }

    @Test
    void aScenarioThatDoesNotExistIsRefusedWithTheOnesThatDo() throws Exception {
        Path folder = Scratch.fresh("demo-no-scenario");

        Packaged.Ended ended = new Packaged(folder)
                .start(List.of("demo", "--scenario", "sunshine"), Map.of())
                .end(START);

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.said()).contains("sunshine", "nominal", "validation-fails");
    }

    /** What the demo said; proves that it ended well and that all it left is its own data. */
    private static String demo(String scenario) throws Exception {
        Path folder = Scratch.fresh("demo-" + scenario);
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Map<Path, String> clone = files(Checkout.root());
        Packaged.Started demo = new Packaged(folder)
                .start(
                        List.of("demo", "--scenario", scenario, "--data", folder + "/data"),
                        Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + outside + " -Duser.home=" + outside));
        try {
            ProcessHandle simulators = Awaited.value("the simulators", START, () -> line(demo), demo::said);
            Packaged.Ended ended = demo.end(WHOLE);

            assertThat(ended.code()).as(ended.said()).isZero();
            assertThat(simulators.isAlive()).as("simulators are left").isFalse();
            assertThat(files(outside)).as("files outside the data folder").isEmpty();
            assertThat(files(folder.resolve("work")))
                    .as("files in the working folder")
                    .isEmpty();
            assertThat(files(Checkout.root())).as("files of the clone").isEqualTo(clone);
            return ended.said();
        } finally {
            demo.process().descendants().forEach(ProcessHandle::destroyForcibly);
            demo.process().destroyForcibly().waitFor();
        }
    }

    /** The child that stays; one that makes a bad package may come before it. */
    private static Optional<ProcessHandle> line(Packaged.Started demo) {
        return demo.said().contains("API http") ? demo.process().children().findFirst() : Optional.empty();
    }

    /** Each file with its time; nothing that a build makes, and none of the versions' own. */
    private static Map<Path, String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            Map<Path, String> files = new TreeMap<>();
            List<Path> ours = all.filter(Files::isRegularFile)
                    .filter(f -> !folder.equals(Checkout.root()) || isSource(folder.relativize(f)))
                    .toList();
            for (Path file : ours) {
                files.put(file, Files.getLastModifiedTime(file).toString());
            }
            return files;
        }
    }

    private static boolean isSource(Path name) {
        return Stream.of(name.toString().split("/")).noneMatch(part -> part.equals("target") || part.equals(".git"));
    }
}
