package org.millwright.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The child process with the controllers, as seen from here. */
final class ServerProcess implements AutoCloseable {
    private final ChildProcess process;
    private final int rawPort;
    private final List<String> endpoints = new ArrayList<>();

    private ServerProcess(ChildProcess process) throws IOException {
        this.process = process;
        this.rawPort = Integer.parseInt(process.answer());
        for (String line = process.answer(); !line.equals(BenchServer.READY); line = process.answer()) {
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
        return new ServerProcess(ChildProcess.start(
                BenchServer.class,
                Path.of("").toAbsolutePath(),
                List.of("-Xmx5g", "-Xms" + heapMib + "m"),
                controllers));
    }

    int rawPort() {
        return rawPort;
    }

    List<String> endpoints() {
        return endpoints;
    }

    /** Empties the pending slots, collects garbage on both sides. */
    void reset() throws IOException {
        process.ask("reset");
        System.gc();
    }

    /** Of what the controller runs. */
    String currentHash(int controller) throws IOException {
        return process.ask("current " + controller);
    }

    /** Size of what the controller runs. */
    int currentBytes(int controller) throws IOException {
        return Integer.parseInt(process.ask("size " + controller));
    }

    /** Of what was sent to it. */
    String pendingHash(int controller) throws IOException {
        return process.ask("pending " + controller);
    }

    @Override
    public void close() {
        process.close();
    }
}
