package org.millwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.millwright.simulators.RunningLine;
import org.millwright.simulators.SimulatedLine;
import org.millwright.simulators.config.LineFile;

/** A technician before a controller that nobody has seen: look, be refused, trust, look again; each a process. */
@Timeout(300)
class ProbeIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern REMEDY = Pattern.compile("trust ADD ([0-9a-f]{12,64})");
    private static final String LINE = """
            line: strange
            scale: 20
            seed: 1
            timing: {prepareSeconds: 10, installSeconds: 60, bootSeconds: 40, resumeSeconds: 4}
            controllers:
              - id: strange-one
                port: 0
                identity:
                  manufacturer: Strange Works
                  manufacturerUri: "urn:strange:works"
                  productCode: SW-9
                  model: Strange
                  hardwareRevision: 4
                  serialNumber: SW9-1
                software: {revision: 2.3.1, packageBytes: 4096, keepsParameters: true, fallbackSlot: false}
                station: {cycleSeconds: 6.4, jitter: 0.01, rejectRate: 0, alarmRate: 0, buffer: 2, recipe: A}
                parameters: {a: 1}
                retained: {TotalParts: {start: 1, perCycle: 1}}
                update: {spec: "1.04", loading: direct}
                server: {language: de, nesting: 2, namespaces: reshuffled, security: [aes256-sha256-rsapss]}
            """;

    @Test
    void aStrangeSecureControllerIsTrustedByHandAndThenLookedAt() throws Exception {
        Path folder = Scratch.fresh("probe");
        Path file = Files.writeString(folder.resolve("line.yaml"), LINE);
        try (RunningLine line = RunningLine.start(LineFile.read(file, Map.of()), SimulatedLine.Options.none())) {
            String address = line.endpoint("strange-one");

            Packaged.Ended unknown = run(folder, "probe", address);
            assertThat(unknown.code()).as(unknown.said()).isEqualTo(3);
            Matcher remedy = REMEDY.matcher(unknown.said());
            assertThat(remedy.find()).as(unknown.said()).isTrue();
            assertThat(run(folder, "trust", "ADD", remedy.group(1)).code()).isZero();

            Packaged.Ended seen = run(folder, "probe", address);
            assertThat(seen.code()).as(seen.said()).isZero();
            assertThat(seen.said()).contains("Aes256_Sha256_RsaPss", "loading            direct", "2.3.1");
        }
    }

    private static Packaged.Ended run(Path folder, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(words));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        return new Packaged(folder).start(command, Map.of()).end(LIMIT);
    }
}
