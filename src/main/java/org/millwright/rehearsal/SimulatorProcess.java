package org.millwright.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.millwright.plant.ControllerId;

/**
 * The simulators as a child process, which ends when this process does: it stays only while its standard input is open.
 * Each controller has a free port of its own.
 */
public final class SimulatorProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 5;

    private final Process process;
    private final Map<ControllerId, String> endpoints;

    private SimulatorProcess(Process process, Map<ControllerId, String> endpoints) {
        this.process = process;
        this.endpoints = Map.copyOf(endpoints);
    }

    /**
     * Starts a line and waits until all its controllers answer.
     *
     * @param home folder of the installation, where the simulators' jar is
     * @param log takes what the simulators say about themselves
     * @throws IOException with the simulators' own words when the line does not start
     */
    public static SimulatorProcess start(Path home, Path lineFile, List<String> options, Path log) throws IOException {
        List<String> command = new ArrayList<>(simulators(home));
        command.addAll(List.of("simulate", lineFile.toString(), "--free-ports", "--until-stdin-closes"));
        command.addAll(options);
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        boolean started = false;
        try {
            SimulatorProcess simulators = new SimulatorProcess(process, endpoints(process, log));
            started = true;
            return simulators;
        } finally {
            if (!started) {
                process.destroyForcibly();
            }
        }
    }

    /** Makes a package file by the simulators' own tool, as a vendor would. */
    public static void makePackage(Path home, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(simulators(home));
        command.add("package");
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("no package was made: " + said);
        }
    }

    private static List<String> simulators(Path home) throws IOException {
        Path folder = home.resolve("simulators/target");
        try (Stream<Path> files = Files.list(folder)) {
            Path jar = files.filter(f -> String.valueOf(f.getFileName()).matches("millwright-simulators-.*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no simulators' jar in " + folder));
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            return List.of(
                    java,
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--sun-misc-unsafe-memory-access=allow",
                    "--enable-native-access=ALL-UNNAMED",
                    "-jar",
                    jar.toString());
        }
    }

    private static Map<ControllerId, String> endpoints(Process process, Path log) throws IOException {
        Map<ControllerId, String> endpoints = new TreeMap<>();
        ObjectMapper json = new ObjectMapper();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode said = json.readTree(line);
            if (said.path("ready").asBoolean()) {
                return endpoints;
            }
            endpoints.put(
                    new ControllerId(said.path("controller").asText()),
                    said.path("endpoint").asText());
        }
        throw new IOException("the simulators did not start: " + Files.readString(log));
    }

    /** Address of each simulated controller. */
    public Map<ControllerId, String> endpoints() {
        return endpoints;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException _) {
            process.destroyForcibly();
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
