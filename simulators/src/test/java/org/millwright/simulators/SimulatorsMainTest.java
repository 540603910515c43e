package org.millwright.simulators;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.simulators.plc.PackageImage;

/** The command line as another process uses it. */
class SimulatorsMainTest {
    private static final String DEMO_LINE = "../config/simulators/demo-line.yaml";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private int run(String... args) {
        return new SimulatorsMain(InputStream.nullInputStream(), print(out), print(err)).run(args);
    }

    private static PrintStream print(OutputStream stream) {
        return new PrintStream(stream, true, UTF_8);
    }

    private String[] packageCommand(Path file, String effects) {
        return new String[] {
            "package",
            "--out",
            file.toString(),
            "--manufacturer",
            "Halden Controls",
            "--manufacturer-uri",
            "urn:halden:controls",
            "--product-code",
            "HC-210",
            "--revision",
            "2.4.0",
            "--hardware",
            "3..5",
            "--effects",
            effects,
            "--bytes",
            "2000"
        };
    }

    @Test
    void aPackageFileIsWrittenAndNamedWithItsHash() throws Exception {
        Path file = folder.resolve("hc210.mwpkg");
        assertThat(run(packageCommand(file, "slower=1.08"))).isZero();
        PackageImage written = PackageImage.parse(Files.readAllBytes(file));
        assertThat(written.software().revision()).isEqualTo("2.4.0");
        JsonNode said = new ObjectMapper().readTree(out.toString(UTF_8));
        assertThat(said.get("sha256").textValue()).isEqualTo(written.software().sha256());
        assertThat(said.get("bytes").intValue()).isEqualTo(written.size());
    }

    @Test
    void aPackageThatNoControllerWouldReadIsNotWritten() {
        Path file = folder.resolve("bad.mwpkg");
        assertThat(run(packageCommand(file, "explode=1"))).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("explode");
        assertThat(file).doesNotExist();
    }

    @Test
    void mistakesInFileFaultAndScaleAreNamed() {
        assertThat(run("simulate", folder.resolve("none.yaml").toString())).isEqualTo(1);
        assertThat(run("simulate", DEMO_LINE, "--free-ports", "--fault", "st99:old-revision"))
                .isEqualTo(1);
        assertThat(run("simulate", DEMO_LINE, "--scale", "0")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("none.yaml").contains("st99").contains("--scale");
        assertThat(run("simulate")).isEqualTo(2);
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void thePowerOfAControllerCanBeCycledByACommand() {
        String commands = "power-cycle st10-loader\npower-cycle nobody\n\nexplode\n";
        var main = new SimulatorsMain(new ByteArrayInputStream(commands.getBytes(UTF_8)), print(out), print(err));
        assertThat(main.run("simulate", DEMO_LINE, "--free-ports", "--until-stdin-closes"))
                .isZero();
        assertThat(out.toString(UTF_8)).contains("{\"command\":\"power-cycle\",\"controller\":\"st10-loader\"}");
        assertThat(err.toString(UTF_8))
                .contains("no controller 'nobody'")
                .contains("'explode' is not understood, there is: power-cycle <controller>");
    }

    @Test
    void theDemoLineRunsUntilItsParentIsGone() throws Exception {
        CountDownLatch parentGone = new CountDownLatch(1);
        try (PipedInputStream stdout = new PipedInputStream();
                PrintStream output = print(new PipedOutputStream(stdout));
                BufferedReader lines = new BufferedReader(new InputStreamReader(stdout, UTF_8));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var main = new SimulatorsMain(endingWhen(parentGone), output, print(err));
            var exit = CompletableFuture.supplyAsync(
                    () -> main.run("simulate", DEMO_LINE, "--free-ports", "--until-stdin-closes"), threads);
            List<JsonNode> endpoints = readUntilReady(lines);
            assertThat(endpoints)
                    .extracting(node -> node.get("controller").textValue())
                    .containsExactly(
                            "st10-loader", "st20-press", "st30-weld", "st40-screw", "st50-vision", "st60-packer");
            assertThat(endpoints).allSatisfy(SimulatorsMainTest::accepts);
            parentGone.countDown();
            assertThat(exit.get(60, TimeUnit.SECONDS)).isZero();
        }
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    /** Standard input of a process whose parent says nothing until it is gone. */
    private static InputStream endingWhen(CountDownLatch parentGone) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return read(new byte[1], 0, 1);
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                try {
                    parentGone.await();
                    return -1;
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        };
    }

    private static void accepts(JsonNode endpoint) throws IOException {
        URI address = URI.create(endpoint.get("endpoint").textValue().replaceFirst("^modbus-tcp:", ""));
        assertThat(address.getPath() + "?" + address.getQuery())
                .isIn("/" + endpoint.get("controller").textValue() + "?null", "?default-unit-identifier=1");
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    private static List<JsonNode> readUntilReady(BufferedReader lines) throws IOException {
        List<JsonNode> endpoints = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode node = new ObjectMapper().readTree(line);
            if (node.path("ready").booleanValue()) {
                return endpoints;
            }
            endpoints.add(node);
        }
        throw new AssertionError("ended before it was ready");
    }
}
