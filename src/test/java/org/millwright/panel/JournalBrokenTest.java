package org.millwright.panel;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.spi.CDI;
import org.junit.jupiter.api.Test;
import org.millwright.service.Calls;
import org.millwright.service.ServiceProfile;
import org.millwright.upgrade.journal.JdbcJournal;

/** What cannot be recorded must not happen, and everybody is told. */
@QuarkusTest
@TestProfile(JournalBrokenTest.Alone.class)
class JournalBrokenTest {
    /** A service of its own, since this one is of no more use afterwards. */
    public static class Alone extends ServiceProfile {}

    @Test
    void withoutAJournalNothingIsPromisedAndTheServiceIsNotReady() throws Exception {
        CDI.current().select(JdbcJournal.class).get().close();

        Calls.request("unrecorded", "plan-line-1", "REHEARSAL")
                .statusCode(503)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:millwright:problem:not-available"), "detail", containsString("journal"));
        given().get("/api/runs").then().statusCode(503);
        given().get("/q/health/ready").then().statusCode(503).body("checks[0].data.reason", containsString("journal"));
        given().get("/q/health/live").then().statusCode(200);
    }
}
