package org.millwright.panel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.millwright.panel.Orders.Order;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.Upgrades;
import org.millwright.upgrade.Upgrades.Person;
import org.millwright.upgrade.Upgrades.Refusal;

/** Steering a run. Each order is recorded with its comment before it is answered, and takes effect at a safe point. */
@Path("/api/runs/{id}")
@Consumes(MediaType.WILDCARD)
@Tag(name = "runs")
@APIResponse(responseCode = "200", description = "the run with the order recorded")
@APIResponse(responseCode = "404", description = "there is no such run")
@APIResponse(responseCode = "409", description = "the run is not in a state for this order")
@RunOnVirtualThread
public final class OrderResource {
    private final Runs runs;
    private final Upgrades upgrades;
    private final ObjectReader reader;

    OrderResource(Runs runs, Upgrades upgrades, ObjectMapper json) {
        this.runs = runs;
        this.upgrades = upgrades;
        this.reader = json.readerFor(Order.class);
    }

    @POST
    @Path("/approve")
    @Operation(summary = "Approve a run", description = "Lets an assessed PRODUCTION run begin.")
    public RunView approve(@PathParam("id") String id, @Nullable @RequestBodySchema(Order.class) String body)
            throws Refusal, JsonProcessingException {
        return perform(id, withoutPolicy(order(body)), upgrades::approve);
    }

    @POST
    @Path("/hold")
    @Operation(summary = "Hold a run", description = "Makes the run wait at its next safe point.")
    public RunView hold(@PathParam("id") String id, @Nullable @RequestBodySchema(Order.class) String body)
            throws Refusal, JsonProcessingException {
        return perform(id, withoutPolicy(order(body)), upgrades::hold);
    }

    @POST
    @Path("/resume")
    @Operation(summary = "Resume a run", description = "Lets a held run go on.")
    public RunView resume(@PathParam("id") String id, @Nullable @RequestBodySchema(Order.class) String body)
            throws Refusal, JsonProcessingException {
        return perform(id, withoutPolicy(order(body)), upgrades::resume);
    }

    @POST
    @Path("/abort")
    @Operation(
            summary = "Abort a run",
            description = "Ends the run at its next safe point. ROLL_BACK, also when no policy is given, brings every"
                    + " touched controller back to the snapshot; KEEP leaves them as they are and the line unreleased.")
    public RunView abort(@PathParam("id") String id, @Nullable @RequestBodySchema(Order.class) String body)
            throws Refusal, JsonProcessingException {
        Order order = order(body);
        return perform(id, order, (run, person) -> upgrades.abort(run, Orders.policy(order.policy()), person));
    }

    private RunView perform(String id, Order order, Performing performing) throws Refusal {
        Run run = runs.run(id);
        return runs.view(performing.perform(run.id(), Orders.person(order.comment())));
    }

    /** No body at all, of whatever type, is an order without a comment. */
    private Order order(@Nullable String body) throws JsonProcessingException {
        if (body == null || body.isBlank()) {
            return Order.PLAIN;
        }
        return Objects.requireNonNullElse(reader.<@Nullable Order>readValue(body), Order.PLAIN);
    }

    private static Order withoutPolicy(Order order) {
        if (order.policy() != null) {
            throw ProblemException.badRequest("policy", "only an abort has a policy");
        }
        return order;
    }

    private interface Performing {
        Run perform(RunId id, Person person) throws Refusal;
    }
}
