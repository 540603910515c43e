package org.millwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What cannot be used is refused in words before the line is asked to stop; the line goes on and keeps its software. */
@Timeout(300)
class BadInputIT {
    private static final String PLAN = "plans/demo-upgrade.yaml";
    private static final String RELEASE = "releases/demo-2.4.0";

    @Test
    void anUnknownKeyInThePlantEndsTheStartWithFileAndLine() throws Exception {
        Path folder = Scratch.fresh("bad-plant");
        Path plant = Scratch.config(folder).resolve("plant.yaml");
        Scratch.edit(plant, "    contact: ", "    kontact: ");
        int line = Files.readAllLines(plant).stream()
                        .map(String::strip)
                        .toList()
                        .indexOf("kontact: Shift leader assembly, phone 4711")
                + 1;

        Packaged.Ended ended = new Packaged(folder)
                .start(
                        List.of(
                                "serve",
                                "--plant",
                                plant.toString(),
                                "--data",
                                folder + "/data",
                                "--http-port",
                                "0",
                                "--mes-port",
                                "0"),
                        Map.of())
                .end(Duration.ofMinutes(5));

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.said())
                .contains(plant + ":" + line, "kontact", "contact")
                .doesNotContain("Exception", "\tat ");
    }

    @Test
    void aPlanThatDoesNotFitEndsBeforeTheDrain() throws Exception {
        Path folder = Scratch.fresh("bad-release");
        Path config = Scratch.config(folder);
        variant(config, "flipped");
        flipOneByte(config.resolve("releases/flipped/mx-7-2.4.0.mwpkg"));
        variant(config, "other-hardware");
        Scratch.edit(config.resolve("releases/other-hardware/release.json"), "\"3..5\"", "\"5..6\"");
        variant(config, "downgrade");
        Scratch.edit(
                config.resolve("releases/downgrade/release.json"),
                "\"revision\": \"2.4.0\"",
                "\"revision\": \"2.2.9\"");
        try (DemoLine line = DemoLine.start(folder)) {
            Map<String, String> before = line.revisions();
            Packaged packaged = new Packaged(folder).with("millwright.config", config.toString());
            line.addressesTo(packaged);
            try (Served service = Served.start(packaged, folder.resolve("data"))) {
                Served.Answer answer = service.ask("flipped", "flipped");
                assertThat(answer.status()).as("%s", answer).isEqualTo(422);
                assertThat(answer.body().toString()).contains("mx-7-2.4.0.mwpkg");
                assertThat(service.get("/api/runs")).isEmpty();

                assertThat(endOf(service, "other-hardware")).contains("st10-loader", "hardware", "found 4", "5..6");
                assertThat(endOf(service, "downgrade")).contains("2.3.1", "2.2.9", "downgrade");

                Files.writeString(config.resolve("secrets/demo-st50-vision"), "wrong-password\n");
                assertThat(endOf(service, "demo-upgrade")).contains("st50-vision");
            }
            assertThat(line.revisions()).isEqualTo(before);
            line.assertProducing();
        }
    }

    @Test
    void aControllerThatCannotBeReachedEndsTheRunBeforeTheDrain() throws Exception {
        Path folder = Scratch.fresh("bad-address");
        try (DemoLine line = DemoLine.start(folder)) {
            Map<String, String> before = line.revisions();
            Packaged packaged = new Packaged(folder);
            line.addressesTo(packaged);
            packaged.with("millwright.simulated.st50-vision", "opc.tcp://127.0.0.1:" + deadPort() + "/st50-vision");
            try (Served service = Served.start(packaged, folder.resolve("data"))) {
                assertThat(endOf(service, "demo-upgrade")).contains("st50-vision");
            }
            assertThat(line.revisions()).isEqualTo(before);
            line.assertProducing();
        }
    }

    /** The words with which the run of a plan was given up; proves that the drain was never begun. */
    private static String endOf(Served service, String plan) throws Exception {
        String run = "run-" + plan;
        assertThat(service.ask(run, plan).status()).isEqualTo(201);
        JsonNode dossier = service.await(run, "the end", Served::over);
        assertThat(Served.phase(dossier.path("run"))).isEqualTo("ABORTED");
        assertThat(dossier.path("rows").toString()).doesNotContain("STAGE", "STOP_INFEED", "PREPARE");
        assertThat(dossier.path("run").path("downtimeMs").asLong()).isZero();
        String reason = dossier.path("run").path("reason").asText();
        System.out.println(plan + ": " + reason);
        return reason;
    }

    /** A plan of that name with a release of its own, both as delivered. */
    private static void variant(Path config, String name) throws IOException {
        Scratch.copy(config.resolve(RELEASE), config.resolve("releases").resolve(name));
        Path manifest = config.resolve("releases").resolve(name).resolve("release.json");
        Scratch.edit(manifest, "\"release\": \"demo-2.4.0\"", "\"release\": \"" + name + "\"");
        Path plan = config.resolve("plans").resolve(name + ".yaml");
        Files.copy(config.resolve(PLAN), plan);
        Scratch.edit(plan, "plan: demo-upgrade", "plan: " + name);
        Scratch.edit(plan, "release: demo-2.4.0", "release: " + name);
    }

    private static void flipOneByte(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    /** A port on which nobody listens; it was free a moment ago. */
    private static int deadPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
