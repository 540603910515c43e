package org.millwright.simulators;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.millwright.simulators.config.ConfigException;
import org.millwright.simulators.config.LineFile;
import org.millwright.simulators.faults.Fault;
import org.millwright.simulators.plc.PackageImage;
import org.millwright.simulators.plc.PackageTool;
import org.millwright.simulators.plc.PlcRefusal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Entry point of the simulators' jar. Standard output carries JSON only, one object a line; people read standard error.
 * Exit codes: 0 done, 1 it could not be done, 2 wrong usage.
 */
@Command(
        name = "simulators",
        description = "Simulated controllers of an assembly line, and the packages that they take.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class SimulatorsMain {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The same as in the simulator file. */
    private static final double MIN_SCALE = 0.1;

    private static final double MAX_SCALE = 10_000;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    SimulatorsMain(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        System.exit(new SimulatorsMain(System.in, System.out, System.err).run(args));
    }

    int run(String... args) {
        return new CommandLine(this)
                .setOut(new PrintWriter(out, true, UTF_8))
                .setErr(new PrintWriter(err, true, UTF_8))
                .execute(args);
    }

    @Command(
            description = "Runs the controllers of one line and prints their endpoints.",
            mixinStandardHelpOptions = true)
    int simulate(
            @Parameters(paramLabel = "FILE", description = "what the line consists of (YAML)") Path file,
            @Option(names = "--fault", paramLabel = "C:NAME[=P]", description = "a fault of one controller; repeatable")
                    @Nullable
                    List<String> faults,
            @Option(names = "--free-ports", description = "take any free ports instead of the file's")
                    boolean freePorts,
            @Option(names = "--scale", paramLabel = "N", description = "simulated seconds in one real second") @Nullable
                    Double scale,
            @Option(names = "--seed", paramLabel = "N", description = "of every random number") @Nullable Long seed,
            @Option(names = "--until-stdin-closes", description = "take commands from standard input and end with it")
                    boolean untilStdinCloses)
            throws InterruptedException {
        if (scale != null && !(scale >= MIN_SCALE && scale <= MAX_SCALE)) {
            return failure(
                    "--scale: a number from %s to %s is expected, not %s".formatted(MIN_SCALE, MAX_SCALE, scale));
        }
        var options = new SimulatedLine.Options(
                freePorts,
                scale == null ? OptionalDouble.empty() : OptionalDouble.of(scale),
                seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
                Optional.ofNullable(faults).orElse(List.of()));
        try (RunningLine line = RunningLine.start(LineFile.read(file, System.getenv()), options)) {
            line.endpoints().forEach((id, endpoint) -> print(Map.of("controller", id, "endpoint", endpoint)));
            print(Map.of("ready", true));
            if (untilStdinCloses) {
                new Commands(line, this::print, this::failure).readFrom(in);
            } else {
                new CountDownLatch(1).await();
            }
            return CommandLine.ExitCode.OK;
        } catch (ConfigException | Fault.BadFault | IOException e) {
            return failure(String.valueOf(e.getMessage()));
        }
    }

    @Command(name = "package", description = "Writes a package file.", mixinStandardHelpOptions = true)
    int makePackage(
            @Option(names = "--out", paramLabel = "FILE", required = true) Path file,
            @Option(names = "--manufacturer", required = true) String manufacturer,
            @Option(names = "--manufacturer-uri", required = true) String manufacturerUri,
            @Option(names = "--product-code", required = true) String productCode,
            @Option(names = "--revision", required = true) String revision,
            @Option(names = "--hardware", paramLabel = "FROM..TO", required = true) String hardware,
            @Option(
                            names = "--effects",
                            description = "blank separated, see docs/protocols/simulators.md",
                            defaultValue = "")
                    String effects,
            @Option(names = "--bytes", paramLabel = "N", description = "size of the payload", defaultValue = "1048576")
                    int payloadBytes) {
        var fields = new PackageTool.Fields(manufacturer, manufacturerUri, productCode, revision, hardware, effects);
        try {
            PackageImage image = PackageTool.build(fields, payloadBytes);
            byte[] content = image.bytes();
            Files.write(file, content);
            print(Map.of(
                    "file",
                    file.toString(),
                    "bytes",
                    content.length,
                    "sha256",
                    image.software().sha256()));
            return CommandLine.ExitCode.OK;
        } catch (PlcRefusal | IOException e) {
            return failure(String.valueOf(e.getMessage()));
        }
    }

    private int failure(String reason) {
        err.println("simulators: " + reason);
        return CommandLine.ExitCode.SOFTWARE;
    }

    private void print(Map<String, ?> object) {
        try {
            out.println(JSON.writeValueAsString(new TreeMap<>(object)));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always JSON", e);
        }
    }
}
