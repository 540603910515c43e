package org.millwright.messages;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.spi.CDI;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorLiteral;
import org.junit.jupiter.api.Test;
import org.millwright.service.Calls;
import org.millwright.service.ServiceProfile;
import org.millwright.service.TestConnector;

/** Commands in, rows out, through the channels as they are configured. */
@QuarkusTest
@TestProfile(ServiceProfile.class)
class ChannelsTest {
    private final TestConnector far = CDI.current()
            .select(TestConnector.class, ConnectorLiteral.of("millwright-test"))
            .get();

    @Test
    void aRunIsCommandedByMessagesAndEveryRowOfItGoesOut() throws Exception {
        far.command("not even JSON");
        far.command("{\"command\":\"REQUEST\"}");
        far.command("{\"command\":\"HOLD\",\"run\":\"unheard-of\"}");
        far.command("{\"command\":\"REQUEST\",\"run\":\"by-message\",\"plan\":\"plan-line-5\",\"mode\":\"PRODUCTION\","
                + "\"by\":\"MES 7\",\"comment\":\"order 12\"}");

        assertThat(rowOf("by-message")).contains("\"seq\":1,", "message from MES 7", "order 12");

        far.refuse(1);
        far.command("{\"command\":\"ABORT\",\"run\":\"by-message\",\"by\":\"MES 7\"}");
        Calls.await("by-message", "Finished");
        given().get("/api/runs/by-message").then().body("outcome", equalTo("ABORTED"));
        String row = "";
        for (int seq = 2; !row.contains("\"event\":\"Finished\""); seq++) {
            row = rowOf("by-message");
            assertThat(row).contains("\"seq\":" + seq + ",");
        }
    }

    /** The next row of the run that goes out; empty when none does. */
    private String rowOf(String run) throws InterruptedException {
        String row = far.sent().poll(20, TimeUnit.SECONDS);
        while (row != null && !row.contains("\"run\":\"" + run + "\"")) {
            row = far.sent().poll(20, TimeUnit.SECONDS);
        }
        return row == null ? "" : row;
    }
}
