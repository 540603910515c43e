package org.millwright.panel;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.millwright.document.DocumentException;
import org.millwright.panel.Orders.RunRequest;
import org.millwright.release.StoreException;
import org.millwright.upgrade.Mode;
import org.millwright.upgrade.Requests;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.Upgrades.Person;
import org.millwright.upgrade.Upgrades.Refusal;

/** Runs: asking for them and looking at them. */
@Path("/api/runs")
@Tag(name = "runs")
@RunOnVirtualThread
public final class RunResource {
    private static final int MOST_RUNS = 1_000;

    private final Runs runs;
    private final Requests requests;
    private final RunNames names;

    RunResource(Runs runs, Requests requests, RunNames names) {
        this.runs = runs;
        this.requests = requests;
        this.names = names;
    }

    @POST
    @Operation(
            summary = "Ask for a run",
            description = "Reads the plan, proves its release, brings the packages into the content store and records"
                    + " the request. Asking again with the same id, plan and mode gives the same run.")
    @APIResponse(
            responseCode = "201",
            description = "the new run",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(responseCode = "200", description = "the run that this id already names")
    @APIResponse(responseCode = "400", description = "the body cannot be understood")
    @APIResponse(responseCode = "404", description = "there is no such plan")
    @APIResponse(
            responseCode = "409",
            description = "the line has an open run, the id names another request, or a rehearsal was asked for on real"
                    + " equipment")
    @APIResponse(responseCode = "422", description = "the plan or its release cannot be used")
    @APIResponse(responseCode = "503", description = "nothing can be recorded at this moment")
    public Response request(@Nullable RunRequest body) throws DocumentException, StoreException, Refusal {
        if (body == null) {
            throw ProblemException.badRequest(
                    null, "a body is needed, like {\"plan\":\"...\",\"mode\":\"PRODUCTION\"}");
        }
        String plan = Orders.needed("plan", body.plan());
        Mode mode = Orders.mode(body.mode());
        Person person = Orders.person(body.comment());
        RunId id = body.id() == null ? names.next() : Orders.runId(body.id());
        boolean known = runs.exists(id);
        Optional<Run> run = requests.request(id, plan, mode, person);
        RunView view = runs.view(run.orElseThrow(() -> ProblemException.notFound("plan " + plan)));
        return known
                ? Response.ok(view).build()
                : Response.created(URI.create("/api/runs/" + id)).entity(view).build();
    }

    @GET
    @Operation(summary = "All runs", description = "Newest first.")
    public List<RunView> runs(@QueryParam("limit") @DefaultValue("100") int limit) {
        if (limit < 1 || limit > MOST_RUNS) {
            throw ProblemException.badRequest("limit", "a number from 1 to " + MOST_RUNS + " is expected");
        }
        return runs.newest(limit).stream().map(runs::view).toList();
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One run")
    @APIResponse(
            responseCode = "200",
            description = "the run as it stands",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(responseCode = "404", description = "there is no such run")
    public RunView run(@PathParam("id") String id) {
        return runs.view(runs.run(id));
    }

    @GET
    @Path("/{id}/dossier")
    @Operation(
            summary = "The record of a run",
            description = "The run, every journal row, the snapshot, and what is left to do by hand.")
    @APIResponse(
            responseCode = "200",
            description = "the record, so far or final",
            content = @Content(schema = @Schema(implementation = Dossier.class)))
    @APIResponse(responseCode = "404", description = "there is no such run")
    public Dossier dossier(@PathParam("id") String id) {
        Run run = runs.run(id);
        return Dossier.of(run, runs.view(run), runs.contact(run));
    }
}
