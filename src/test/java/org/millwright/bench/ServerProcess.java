package org.millwright.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The child process with the controllers, as seen from here. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter commands;
    private final int rawPort;
    private final List<String> endpoints = new ArrayList<>();

    private ServerProcess(Process process) throws IOException {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        this.rawPort = Integer.parseInt(answer());
        for (String line = answer(); !line.equals(BenchServer.READY); line = answer()) {
            endpoints.add(line);
        }
    }

    /** One controller with software of the first size, and many with software of the second. */
    static ServerProcess start(int mib, int many, int manyMib) throws IOException {
        List<String> controllers = new ArrayList<>(List.of(Integer.toString(mib)));
        controllers.addAll(Collections.nCopies(many, Integer.toString(manyMib)));
        return start(controllers, 512 + 24 * mib + 8 * many * manyMib);
    }

    /** One that speaks Modbus TCP. */
    static ServerProcess startModbus(int mib) throws IOException {
        return start(List.of(BenchServer.MODBUS + mib), 512 + 24 * mib);
    }

    private static ServerProcess start(List<String> controllers, int heapMib) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Xmx5g",
                "-Xms" + heapMib + "m",
                "-cp",
                System.getProperty("java.class.path"),
                BenchServer.class.getName()));
        command.addAll(controllers);
        return new ServerProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the servers' process has ended");
        }
        return line;
    }

    private String ask(String command) throws IOException {
        commands.println(command);
        return answer();
    }

    int rawPort() {
        return rawPort;
    }

    List<String> endpoints() {
        return endpoints;
    }

    /** Empties the pending slots, collects garbage on both sides. */
    void reset() throws IOException {
        ask("reset");
        System.gc();
    }

    /** Of what the controller runs. */
    String currentHash(int controller) throws IOException {
        return ask("current " + controller);
    }

    /** Size of what the controller runs. */
    int currentBytes(int controller) throws IOException {
        return Integer.parseInt(ask("size " + controller));
    }

    /** Of what was sent to it. */
    String pendingHash(int controller) throws IOException {
        return ask("pending " + controller);
    }

    @Override
    public void close() {
        commands.close();
        var _ = process.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(_ -> process.destroyForcibly())
                .join();
    }
}
