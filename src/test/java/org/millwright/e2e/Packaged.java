package org.millwright.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.millwright.tidy.Checkout;

/** The packaged service as a process of its own, started with what the launcher gives it. */
final class Packaged {
    private final Path folder;
    private final Map<String, String> properties = new TreeMap<>();
    private int starts;

    /** @param folder takes the output of each start */
    Packaged(Path folder) {
        this.folder = folder;
    }

    Packaged with(String property, String value) {
        properties.put(property, value);
        return this;
    }

    /** What a process said and how it ended. */
    record Ended(int code, String said) {}

    /** A started process; its output, both streams, goes to the file. */
    record Started(Process process, Path output) {
        String said() {
            try {
                return Files.readString(output);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        Ended end(Duration limit) throws InterruptedException {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("did not end in " + limit.toSeconds() + " s: " + said());
            }
            return new Ended(process.exitValue(), said());
        }
    }

    Started start(List<String> arguments, Map<String, String> environment) throws IOException {
        Path root = Checkout.root();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-Dmillwright.home=" + root,
                "-Dquarkus.config.locations="
                        + root.resolve("config/application.properties").toUri()));
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-jar");
        command.add(root.resolve("src/target/quarkus-app/quarkus-run.jar").toString());
        command.addAll(arguments);
        Path output = folder.resolve("output-" + ++starts + ".log");
        Path work = Files.createDirectories(folder.resolve("work"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new Started(builder.start(), output);
    }
}
