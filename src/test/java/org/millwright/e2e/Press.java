package org.millwright.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.millwright.tidy.Checkout;

/** The press of {@code press.py} in a process of its own, on Debian's pymodbus; ends with its input. */
final class Press implements AutoCloseable {
    static final Path FOLDER = Checkout.root().resolve("src/test/resources/pymodbus");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final int port;

    private Press(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** A Python that has pymodbus; Debian's is looked at too when another one stands before it on the path. */
    static Optional<String> python() {
        return List.of("python3", "/usr/bin/python3").stream()
                .filter(Press::hasPymodbus)
                .findFirst();
    }

    private static boolean hasPymodbus(String python) {
        try {
            Process look = new ProcessBuilder(python, "-c", "from pymodbus.datastore import ModbusSlaveContext")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = look.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            look.destroyForcibly();
            return ended && look.exitValue() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Returns once it can be reached.
     *
     * @param record gets all registers when it ends
     */
    static Press start(String python, Path record) throws Exception {
        int port = freePort();
        Press press = new Press(
                new ProcessBuilder(
                                python,
                                FOLDER.resolve("press.py").toString(),
                                Integer.toString(port),
                                record.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(record.resolveSibling("press.log").toFile())
                        .start(),
                port);
        Awaited.condition("the press", LIMIT, press::answers, () -> "alive: " + press.process.isAlive());
        return press;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    String address() {
        return "modbus-tcp:tcp://127.0.0.1:%d?default-unit-identifier=1".formatted(port);
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        var _ = process.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(_ -> process.destroyForcibly())
                .join();
    }
}
