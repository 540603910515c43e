package org.millwright.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads server-sent events as a program would, from the bytes on the wire. */
public final class EventStream implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    /** One event. */
    public record Received(long id, String name, String data) {}

    private EventStream(URI address, Optional<Long> last) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Accept", "text/event-stream")
                .timeout(Duration.ofSeconds(60));
        last.ifPresent(id -> request.header("Last-Event-ID", Long.toString(id)));
        response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    public static EventStream from(URI address) throws IOException, InterruptedException {
        return new EventStream(address, Optional.empty());
    }

    public static EventStream after(long id, URI address) throws IOException, InterruptedException {
        return new EventStream(address, Optional.of(id));
    }

    public int status() {
        return response.statusCode();
    }

    /** The next event, comments left out; empty at the end of the stream. */
    public Optional<Received> next() throws IOException {
        long id = 0;
        String name = "";
        StringBuilder data = new StringBuilder();
        String line = lines.readLine();
        while (line != null) {
            if (line.isEmpty() && !data.isEmpty()) {
                return Optional.of(new Received(id, name, data.toString()));
            }
            int colon = line.indexOf(':');
            String value = colon < 0 ? "" : line.substring(colon + 1).stripLeading();
            switch (colon < 0 ? line : line.substring(0, colon)) {
                case "id" -> id = Long.parseLong(value);
                case "event" -> name = value;
                case "data" -> data.append(value);
                default -> {} // a comment
            }
            line = lines.readLine();
        }
        return Optional.empty();
    }

    /** All events to the end of the stream. */
    public List<Received> rest() throws IOException {
        List<Received> all = new ArrayList<>();
        Optional<Received> one = next();
        while (one.isPresent()) {
            all.add(one.get());
            one = next();
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        lines.close();
        client.shutdownNow();
    }
}
