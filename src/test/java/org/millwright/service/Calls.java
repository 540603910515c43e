package org.millwright.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.function.Predicate;
import org.millwright.service.EventStream.Received;

/** What the tests ask of the service again and again. */
public final class Calls {
    private Calls() {}

    public static URI events(String run) {
        return URI.create("http://127.0.0.1:" + RestAssured.port + "/api/runs/" + run + "/events");
    }

    public static ValidatableResponse request(String id, String plan, String mode) {
        return post("/api/runs", Map.of("id", id, "plan", plan, "mode", mode));
    }

    public static ValidatableResponse post(String path, Object body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }

    public static ValidatableResponse order(String run, String order) {
        return given().noContentType().post("/api/runs/" + run + "/" + order).then();
    }

    /** Waits for a kind of row on the run's own stream; the client gives up after a minute. */
    public static Received await(String run, String kind) throws IOException, InterruptedException {
        return awaitRow(run, row -> row.name().equals(kind));
    }

    /** Waits until the run stands in a phase; each of its rows may be the one that brings it there. */
    public static void awaitPhase(String run, String phase) throws IOException, InterruptedException {
        Received row =
                awaitRow(run, _ -> phase.equals(given().get("/api/runs/" + run).path("phase")));
        assertThat(row.id()).isPositive();
    }

    private static Received awaitRow(String run, Predicate<Received> wanted) throws IOException, InterruptedException {
        try (EventStream stream = EventStream.from(events(run))) {
            while (true) {
                Received next = stream.next().orElseThrow(() -> new AssertionError("run " + run + " ended before"));
                if (wanted.test(next)) {
                    return next;
                }
            }
        }
    }
}
