package org.millwright.panel;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.millwright.upgrade.Run;

/** The journal rows of a run as server-sent events. */
@Path("/api/runs/{id}/events")
@Tag(name = "runs")
@RunOnVirtualThread
public final class EventResource {
    private final Runs runs;
    private final RunStreams streams;

    EventResource(Runs runs, RunStreams streams) {
        this.runs = runs;
        this.streams = streams;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Follow a run",
            description = "Every journal row of the run as an event: its id is the row's seq, its name the kind of the"
                    + " row, its data the row as JSON. With Last-Event-ID only the rows after it are sent. The stream"
                    + " ends behind the row Finished; a client then stops asking. A comment goes out every 10 s when"
                    + " nothing happens.")
    @APIResponse(responseCode = "200", description = "the stream")
    @APIResponse(responseCode = "204", description = "the run is over and all its rows were sent before")
    @APIResponse(responseCode = "400", description = "Last-Event-ID is no number")
    @APIResponse(responseCode = "404", description = "there is no such run")
    public void events(
            @PathParam("id") String id,
            @HeaderParam("Last-Event-ID") @Nullable String last,
            @Context SseEventSink sink,
            @Context Sse sse) {
        Run run = runs.run(id);
        long after = after(last);
        if (run.finished().isPresent() && after >= run.entries().size()) {
            // Tells an EventSource to stay away (HTML standard, 9.2.3).
            throw new WebApplicationException(Response.noContent().build());
        }
        streams.open(run.id(), after, new RunStreams.Client(sink, sse));
    }

    private static long after(@Nullable String last) {
        if (last == null || last.isBlank()) {
            return 0;
        }
        if (!last.matches("[0-9]{1,18}")) {
            throw ProblemException.badRequest("Last-Event-ID", "the seq of a row is expected");
        }
        return Long.parseLong(last);
    }
}
