package org.millwright.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.millwright.tidy.Checkout;

/**
 * A clone with the real launcher and a machine of its own around it: install folders, home and PATH are planted, Maven
 * and the JDKs are scripts that write down how they were called.
 */
final class LauncherSandbox {
    private static final List<String> TOOLS = List.of(
            "cat",
            "find",
            "grep",
            "head",
            "ln",
            "mkdir",
            "mkfifo",
            "mv",
            "readlink",
            "rm",
            "rmdir",
            "sed",
            "sleep",
            "tail",
            "touch");

    private static final String FAKE_MAVEN = """
            #!/bin/sh
            echo "$JAVA_HOME: $*" >> maven.calls
            [ ! -p gate ] || read -r go < gate
            if [ -f maven.fails ]; then cat maven.fails; exit 7; fi
            mkdir -p src/target/quarkus-app simulators/target
            touch src/target/quarkus-app/quarkus-run.jar simulators/target/millwright-simulators-1.0.jar
            echo /libraries/a.jar:/libraries/b.jar > src/target/test-class-path
            """;

    private static final String FAKE_JAVA = """
            #!/bin/sh
            echo "java: $0"
            echo "folder: $PWD"
            for argument in "$@"; do echo "argument: $argument"; done
            """;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    LauncherSandbox(Path folder) throws IOException {
        this.folder = folder.toRealPath();
        Files.createDirectories(checkout().resolve(".mvn"));
        Files.copy(Checkout.root().resolve("millwright"), checkout().resolve("millwright"));
        executable(checkout().resolve("mvnw"), FAKE_MAVEN);
        for (String source : List.of(
                "pom.xml",
                "src/pom.xml",
                "src/main/A.java",
                "src/test/C.java",
                "simulators/pom.xml",
                "simulators/src/main/B.java")) {
            write(checkout().resolve(source), source);
        }
        for (String tool : TOOLS) {
            executable(path().resolve(tool), "#!/bin/sh\nexec " + real(tool) + " \"$@\"\n");
        }
        environment.put("PATH", path().toString());
        environment.put("HOME", home().toString());
        environment.put("MILLWRIGHT_JDK_ROOT", machine().toString());
    }

    Path checkout() {
        return folder.resolve("the clone");
    }

    /** Stands for the root of the file system in the search for JDKs. */
    Path machine() {
        return folder.resolve("machine");
    }

    Path home() {
        return folder.resolve("home of somebody");
    }

    /** The one folder of PATH; holds the tools that the launcher may use, and no java. */
    Path path() {
        return folder.resolve("bin");
    }

    void set(String variable, String value) {
        environment.put(variable, value);
    }

    /** Plants a JDK and gives its folder back. */
    Path jdk(Path at, String version) throws IOException {
        executable(at.resolve("bin/javac"), "#!/bin/sh\n");
        return runtime(at, version);
    }

    /** Plants a Java without compiler and gives its folder back. */
    Path runtime(Path at, String version) throws IOException {
        executable(at.resolve("bin/java"), FAKE_JAVA);
        write(at.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return at;
    }

    Ended run(String... arguments) throws IOException, InterruptedException {
        return runAt(folder, checkout().resolve("millwright"), arguments);
    }

    Ended runAt(Path workingFolder, Path launcher, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = builder(workingFolder, launcher, arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Ended(await(process), Files.readString(out), Files.readString(err));
    }

    /** Starts without waiting; what it says is to be read from its streams. */
    Process start(String... arguments) throws IOException {
        return builder(folder, checkout().resolve("millwright"), arguments).start();
    }

    static int await(Process process) throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after a minute: " + process.info());
        }
        return process.exitValue();
    }

    List<String> mavenCalls() throws IOException {
        Path calls = checkout().resolve("maven.calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    Path write(Path file, String text) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        return Files.writeString(file, text);
    }

    private void executable(Path file, String script) throws IOException {
        Files.setPosixFilePermissions(write(file, script), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private ProcessBuilder builder(Path workingFolder, Path launcher, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments))
                        .toList())
                .directory(workingFolder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    private static Path real(String tool) {
        return Stream.of("/usr/bin", "/bin")
                .map(bin -> Path.of(bin, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this machine has no " + tool));
    }

    /** A launcher that came to its end. */
    record Ended(int code, String out, String err) {
        /** The folder of the JDK that ran. */
        String jdk() {
            return out.lines()
                    .filter(line -> line.startsWith("java: "))
                    .map(line -> line.substring("java: ".length(), line.length() - "/bin/java".length()))
                    .findFirst()
                    .orElse("none: " + err);
        }

        List<String> arguments() {
            return out.lines()
                    .filter(line -> line.startsWith("argument: "))
                    .map(line -> line.substring("argument: ".length()))
                    .toList();
        }
    }
}
