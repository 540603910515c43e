package org.millwright.panel;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.enterprise.inject.spi.CDI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.millwright.equipment.fake.Fault;
import org.millwright.service.Calls;
import org.millwright.service.EventStream;
import org.millwright.service.EventStream.Received;
import org.millwright.service.FakeLines;
import org.millwright.service.ServiceProfile;
import org.millwright.service.TestPlantFolder;

/** Whole runs by HTTP alone. Each test has a line of its own. */
@QuarkusTest
@TestProfile(ServiceProfile.class)
class RunApiTest {
    private final FakeLines lines = CDI.current().select(FakeLines.class).get();

    @Test
    void aRunIsAskedForApprovedFollowedAndCompletes() throws Exception {
        Calls.request("good", "plan-line-2", "PRODUCTION")
                .statusCode(201)
                .header("Location", containsString("/api/runs/good"))
                .body(
                        "id",
                        equalTo("good"),
                        "outcome",
                        nullValue(),
                        "controllers.id",
                        equalTo(List.of("line-2-a", "line-2-b")));
        Calls.awaitPhase("good", "ASSESSED");
        given().get("/api/runs/good").then().body("waitingFor", containsString("approval"));
        given().get("/api/lines/line-2").then().body("openRun", equalTo("good"));

        List<Received> live;
        try (EventStream stream = EventStream.from(Calls.events("good"))) {
            Calls.post("/api/runs/good/approve", Map.of("comment", "night shift"))
                    .statusCode(200);
            live = stream.rest();
        }

        assertThat(live.getLast().data()).contains("COMPLETED");
        assertThat(lines.revision("line-2-a")).isEqualTo(TestPlantFolder.TO);
        JsonPath run =
                given().get("/api/runs/good").then().statusCode(200).extract().jsonPath();
        theRunHasTheFieldsThatWerePromised(run);
        assertThat(run.getString("phase")).isEqualTo("COMPLETED");
        assertThat(run.getLong("downtimeMs")).isPositive();
        assertThat(run.<String>getList("controllers.fromRevision")).containsOnly(TestPlantFolder.FROM);
        assertThat(run.<String>getList("controllers.toRevision")).containsOnly(TestPlantFolder.TO);
        assertThat(run.<String>getList("controllers.outcome")).containsOnly("UPGRADED");
        theSnapshotAndTheDossierTellTheSame(run.getString("controllers[0].snapshotId"));
        theStreamGoesOnWhereItsClientWas(live);
        given().get("/api/lines/line-2").then().body("openRun", nullValue());
    }

    private static void theRunHasTheFieldsThatWerePromised(JsonPath run) {
        assertThat(run.<Map<String, Object>>get("").keySet())
                .isEqualTo(Set.of(
                        "id",
                        "plan",
                        "planHash",
                        "line",
                        "mode",
                        "phase",
                        "outcome",
                        "downtimeMs",
                        "startedAt",
                        "endedAt",
                        "waitingFor",
                        "controllers",
                        "reason",
                        "held",
                        "benchCards"));
    }

    private static void theSnapshotAndTheDossierTellTheSame(String snapshot) {
        given().get("/api/snapshots").then().body("id", hasItem(snapshot));
        given().get("/api/snapshots/" + snapshot)
                .then()
                .body("run", equalTo("good"), "controllers", hasSize(2))
                .body("controllers.revision", everyItem(equalTo(TestPlantFolder.FROM)))
                .body("controllers[0].programBytes", greaterThan(0));
        given().get("/api/runs/good/dossier")
                .then()
                .body("run.outcome", equalTo("COMPLETED"), "contact", containsString("4711"))
                .body("rows[0].event.plan.name", equalTo("plan-line-2"))
                .body("rows.event.event", hasItem("Approved"))
                .body("snapshot.id", equalTo(snapshot));
    }

    private static void theStreamGoesOnWhereItsClientWas(List<Received> all) throws Exception {
        assertThat(all).extracting(Received::id).containsExactlyElementsOf(upTo(all.size()));
        assertThat(all.getFirst().name()).isEqualTo("Requested");
        assertThat(all.getLast().name()).isEqualTo("Finished");

        List<Received> inTwo = new ArrayList<>();
        try (EventStream cut = EventStream.from(Calls.events("good"))) {
            inTwo.add(cut.next().orElseThrow());
            inTwo.add(cut.next().orElseThrow());
        }
        try (EventStream resumed = EventStream.after(2, Calls.events("good"))) {
            inTwo.addAll(resumed.rest());
        }
        assertThat(inTwo).isEqualTo(all);
        try (EventStream nothingMore = EventStream.after(all.size(), Calls.events("good"))) {
            assertThat(nothingMore.status()).isEqualTo(204);
        }
    }

    private static List<Long> upTo(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void theSameRequestTwiceIsOneRunAndAnotherOneByItsIdIsRefused() {
        Calls.request("twice", "plan-line-3", "PRODUCTION").statusCode(201);

        Calls.request("twice", "plan-line-3", "PRODUCTION").statusCode(200).body("id", equalTo("twice"));
        Calls.request("twice", "plan-line-4", "PRODUCTION")
                .statusCode(409)
                .body("type", equalTo("urn:millwright:problem:refused"), "detail", containsString("another request"));
        Calls.request("second", "plan-line-3", "PRODUCTION").statusCode(409).body("detail", containsString("twice"));
        given().get("/api/runs").then().body("findAll { it.line == 'line-3' }.id", equalTo(List.of("twice")));
    }

    @Test
    void aRunWaitsGoesOnAndEndsAsItIsTold() throws Exception {
        Calls.request("steered", "plan-line-4", "PRODUCTION").statusCode(201);
        Calls.awaitPhase("steered", "ASSESSED");
        Calls.order("steered", "resume").statusCode(409);

        Calls.post("/api/runs/steered/hold", Map.of("comment", "lunch")).statusCode(200);
        Calls.await("steered", "Held");
        given().get("/api/runs/steered")
                .then()
                .body("phase", equalTo("HELD"), "held.reason", containsString("lunch"))
                .body(
                        "held.since",
                        notNullValue(),
                        "held.awaited",
                        equalTo("resume or abort"),
                        "held.until",
                        nullValue());
        Calls.order("steered", "resume").statusCode(200);
        Calls.post("/api/runs/steered/abort", Map.of("policy", "ROLL_BACK", "comment", "wrong day"))
                .statusCode(200);
        Calls.await("steered", "Finished");

        given().get("/api/runs/steered")
                .then()
                .body("outcome", equalTo("ABORTED"), "reason", containsString("wrong day"))
                .body("controllers.outcome", everyItem(equalTo("UNTOUCHED")), "benchCards", hasSize(0));
        Calls.order("steered", "approve").statusCode(409).body("detail", containsString("over"));
    }

    @Test
    void aRehearsalNeedsNoApprovalAndRunsOnSimulatedControllersOnly() throws Exception {
        Calls.request("rehearsed", "plan-line-1", "REHEARSAL").statusCode(201);
        Calls.await("rehearsed", "Finished");

        given().get("/api/runs/rehearsed").then().body("outcome", equalTo("COMPLETED"), "mode", equalTo("REHEARSAL"));
        Calls.request("real", "plan-line-5", "REHEARSAL").statusCode(409).body("detail", containsString("real"));
    }

    @Test
    void theAssessmentTellsWhatIsThereAndWhatStandsAgainstThePlan() {
        given().post("/api/plans/plan-line-5/assessment")
                .then()
                .statusCode(200)
                .body("verdict", equalTo("PASSES"), "controllers.installedRevision", everyItem(equalTo("1.0.0")))
                .body("controllers[0].capabilities.stagesAhead", equalTo(true));

        lines.fault("line-5-b", new Fault.WrongCredentials());

        given().post("/api/plans/plan-line-5/assessment")
                .then()
                .statusCode(200)
                .body("verdict", equalTo("BLOCKED"), "controllers[0].findings", hasSize(0))
                .body("controllers[1].installedRevision", nullValue())
                .body("controllers[1].findings.check", equalTo(List.of("connection")))
                .body("controllers[1].findings[0].text", containsString("REFUSED"));
    }
}
