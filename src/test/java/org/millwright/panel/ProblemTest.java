package org.millwright.panel;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.millwright.service.Calls;
import org.millwright.service.ServiceProfile;
import org.millwright.service.TestPlantFolder;

/** Every way in which a request can be wrong, and that nothing came of it. */
@QuarkusTest
@TestProfile(ServiceProfile.class)
class ProblemTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/lines/nowhere",
                "/api/runs/nobody",
                "/api/runs/no_id_at_all",
                "/api/runs/nobody/events",
                "/api/runs/nobody/dossier",
                "/api/snapshots/0000",
                "/api/nothing"
            })
    void whatIsNotThereIsNotFound(String path) {
        problem(given().get(path).then(), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"approve", "hold", "resume", "abort"})
    void noOrderReachesARunThatIsNotThere(String order) {
        problem(Calls.order("nobody", order), 404);
    }

    @Test
    void anUnknownPlanIsNotFoundEvenWhenItsNameLeadsElsewhere() {
        problem(Calls.request("x", "nothing", "PRODUCTION"), 404).body("detail", containsString("nothing"));
        problem(Calls.request("x", "../plans/plan-line-1", "PRODUCTION"), 404);
        problem(given().post("/api/plans/nothing/assessment").then(), 404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'plan':'plan-line-1','mode':'PRODUCTION','why':'x'} | why",
                "{'mode':'PRODUCTION'}                               | plan",
                "{'plan':'','mode':'PRODUCTION'}                     | plan",
                "{'plan':'plan-line-1'}                              | mode",
                "{'plan':'plan-line-1','mode':'QUICKLY'}             | mode",
                "{'plan':'plan-line-1','mode':'PRODUCTION','id':'a b'} | id",
                "{'plan':{},'mode':'PRODUCTION'}                     | plan"
            })
    void aWrongBodyIsRefusedWithItsField(String body, String field) {
        problem(raw(body.replace('\'', '"')), 400).body("field", equalTo(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "\"text\"", "null"})
    void whatIsNoRequestAtAllIsRefused(String body) {
        problem(raw(body), 400);
    }

    @Test
    void aCommentHasALimit() {
        problem(
                        Calls.post(
                                "/api/runs",
                                Map.of("plan", "plan-line-1", "mode", "PRODUCTION", "comment", "x".repeat(1_001))),
                        400)
                .body("field", equalTo("comment"));
        given().contentType(ContentType.JSON)
                .body("{\"plan\":\"" + "x".repeat(40_000) + "\"}")
                .post("/api/runs")
                .then()
                .statusCode(413);
    }

    @Test
    void onlyAnAbortHasAPolicy() {
        Calls.request("ordered", "plan-line-6", "PRODUCTION").statusCode(201);

        problem(Calls.post("/api/runs/ordered/hold", Map.of("policy", "KEEP")), 400)
                .body("field", equalTo("policy"));
        problem(Calls.post("/api/runs/ordered/abort", Map.of("policy", "MAYBE")), 400)
                .body("field", equalTo("policy"));
        problem(
                given().header("Last-Event-ID", "x")
                        .get(Calls.events("ordered"))
                        .then(),
                400);
        Calls.order("ordered", "abort").statusCode(200);
    }

    @Test
    void aPlanFileThatCannotBeUsedIsToldWithPlaceAndKey() {
        ValidatableResponse refused = problem(Calls.request("x", "broken", "PRODUCTION"), 422);

        refused.body("problems", hasItem(containsString("broken.yaml:2")))
                .body("problems", hasItem(containsString("lin")));
        given().get("/api/plans")
                .then()
                .body("name", hasItem("broken"), "size()", equalTo(TestPlantFolder.LINES.size() + 1))
                .body("find { it.name == 'broken' }.problems", hasItem(containsString("line")))
                .body("find { it.name == 'plan-line-1' }.controllers", hasSize(2))
                .body("find { it.name == 'plan-line-1' }.problems", hasSize(0));
    }

    @Test
    void aForeignPageCannotChangeAnything() {
        for (String site : new String[] {"cross-site", "same-site"}) {
            problem(
                    given().header("Sec-Fetch-Site", site)
                            .post("/api/plans/plan-line-1/assessment")
                            .then(),
                    403);
        }
        for (String origin : new String[] {"http://evil.example", "null", "http://127.0.0.1:1"}) {
            problem(
                    given().header("Origin", origin)
                            .post("/api/plans/plan-line-1/assessment")
                            .then(),
                    403);
        }
        given().header("Sec-Fetch-Site", "same-origin")
                .header("Origin", "http://127.0.0.1:" + io.restassured.RestAssured.port)
                .header("Host", "127.0.0.1:" + io.restassured.RestAssured.port)
                .post("/api/plans/plan-line-1/assessment")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example:80"})
    void anotherNameForThisMachineGetsNothing(String host) {
        problem(given().header("Host", host).get("/api/lines").then(), 403);
        problem(given().header("Host", host).get("/q/metrics").then(), 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost:8080", "[::1]:8080"})
    void thisMachineMayBeNamedInThreeWays(String host) {
        given().header("Host", host).get("/api/lines").then().statusCode(200);
    }

    @Test
    void healthFiguresAndTheDescriptionOfTheApiAreThere() {
        given().get("/q/health").then().statusCode(200).body("checks.name", hasItem("journal"));
        given().get("/q/metrics").then().statusCode(200).body(containsString("millwright_runs{phase=\"COMPLETED\""));
        given().accept(ContentType.JSON)
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths.'/api/runs'.post.summary", equalTo("Ask for a run"))
                .body("paths.values().collectMany { it.values() }.summary", everyItem(not(equalTo(null))));
    }

    private static ValidatableResponse raw(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/runs")
                .then();
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status) {
        return response.statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status), "title", not(equalTo(null)), "detail", not(equalTo("")));
    }
}
