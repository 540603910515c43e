package org.millwright.panel;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The sealed snapshots of all runs. */
@Path("/api/snapshots")
@Tag(name = "snapshots")
@RunOnVirtualThread
public final class SnapshotResource {
    private final Runs runs;

    SnapshotResource(Runs runs) {
        this.runs = runs;
    }

    @GET
    @Operation(summary = "All snapshots", description = "Every sealed snapshot set, newest first.")
    public List<SnapshotView> snapshots() {
        return all().toList();
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One snapshot")
    @APIResponse(responseCode = "200", description = "the set")
    @APIResponse(responseCode = "404", description = "there is no such snapshot")
    public SnapshotView snapshot(@PathParam("id") String id) {
        return all().filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("snapshot " + id));
    }

    private Stream<SnapshotView> all() {
        return runs.newest(Integer.MAX_VALUE).stream().flatMap(r -> SnapshotView.of(r).stream());
    }
}
