package org.millwright.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** {@code serve} as a process, used over HTTP. */
final class Served implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration ANSWER = Duration.ofMinutes(1);
    private static final Duration RUN = Duration.ofMinutes(6);
    private static final Pattern ADDRESS = Pattern.compile("Panel and API: (http://\\S+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final Packaged.Started service;
    private final URI address;

    private Served(HttpClient client, Packaged.Started service, URI address) {
        this.client = client;
        this.service = service;
        this.address = address;
    }

    /** An answer; the body is missing when it was empty. */
    record Answer(int status, JsonNode body) {}

    /** Returns when the service says where it is found. */
    static Served start(Packaged packaged, Path data) throws Exception {
        Packaged.Started service = packaged.start(
                List.of("serve", "--data", data.toString(), "--http-port", "0", "--mes-port", "0"), Map.of());
        boolean ready = false;
        try {
            URI address = Awaited.value("the address", START, () -> address(service), service::said);
            ready = true;
            return new Served(HttpClient.newHttpClient(), service, address);
        } finally {
            if (!ready) {
                service.process().destroyForcibly().waitFor();
            }
        }
    }

    private static Optional<URI> address(Packaged.Started service) {
        if (!service.process().isAlive()) {
            throw new AssertionError("the service ended: " + service.said());
        }
        return ADDRESS.matcher(service.said())
                .results()
                .map((MatchResult found) -> URI.create(found.group(1)))
                .findFirst();
    }

    /** Everything that it has said so far. */
    String said() {
        return service.said();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        Answer answer = send(request(path).GET().build());
        if (answer.status() != 200) {
            throw new AssertionError("GET " + path + ": " + answer);
        }
        return answer.body();
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(ANSWER);
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }

    /** Asks for a PRODUCTION run of a plan. */
    Answer ask(String run, String plan) throws IOException, InterruptedException {
        return post("/api/runs", "{\"id\":\"%s\",\"plan\":\"%s\",\"mode\":\"PRODUCTION\"}".formatted(run, plan));
    }

    /** The run's dossier as soon as its run is as wanted; fails at once when the run is over without. */
    JsonNode await(String run, String what, Predicate<JsonNode> wanted) throws Exception {
        JsonNode[] last = {JSON.nullNode()};
        return Awaited.value(
                what,
                RUN,
                () -> {
                    JsonNode dossier = get("/api/runs/" + run + "/dossier");
                    last[0] = dossier.path("run");
                    if (wanted.test(last[0])) {
                        return Optional.of(dossier);
                    }
                    if (!last[0].path("outcome").isNull()) {
                        throw new AssertionError("over before " + what + ": " + last[0] + "\n" + service.said());
                    }
                    return Optional.<JsonNode>empty();
                },
                () -> last[0] + "\n" + service.said());
    }

    static String phase(JsonNode run) {
        return run.path("phase").asText();
    }

    static boolean over(JsonNode run) {
        return !run.path("outcome").isNull();
    }

    /** SIGKILL: nothing of the process gets a chance to tidy up. */
    void kill() throws InterruptedException {
        client.close();
        service.process().destroyForcibly().waitFor();
    }

    /** SIGTERM, and SIGKILL when that is not enough. */
    @Override
    public void close() {
        client.close();
        service.process().destroy();
        try {
            if (!service.process().waitFor(20, TimeUnit.SECONDS)) {
                service.process().destroyForcibly();
            }
        } catch (InterruptedException _) {
            service.process().destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
