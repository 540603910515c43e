package org.millwright.panel;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.millwright.plant.Controller;
import org.millwright.plant.Line;
import org.millwright.plant.Plant;
import org.millwright.upgrade.Run;

/** The lines that plant.yaml describes. */
@Path("/api/lines")
@Tag(name = "lines")
@RunOnVirtualThread
public final class LineResource {
    private final Plant plant;
    private final Runs runs;

    LineResource(Plant plant, Runs runs) {
        this.plant = plant;
        this.runs = runs;
    }

    /**
     * A line.
     *
     * @param openRun id of the run that is not over; null when there is none
     * @param controllers in flow order, upstream first
     */
    @Schema(name = "Line")
    public record LineView(
            String id,
            String name,
            String contact,
            @Nullable String openRun,
            List<ControllerView> controllers) {
        /** A controller of the line. */
        @Schema(name = "Controller")
        public record ControllerView(
                String id,
                String station,
                Controller.Driver driver,
                String address,
                Controller.Expected expects,
                Controller.Security security) {}
    }

    @GET
    @Operation(summary = "All lines", description = "Every line with its controllers and its run, if one is not over.")
    public List<LineView> lines() {
        return plant.lines().stream().map(this::view).toList();
    }

    @GET
    @Path("/{line}")
    @Operation(summary = "One line")
    @APIResponse(responseCode = "200", description = "the line")
    @APIResponse(responseCode = "404", description = "there is no such line")
    public LineView line(@PathParam("line") String id) {
        return plant.lines().stream()
                .filter(l -> l.id().value().equals(id))
                .findFirst()
                .map(this::view)
                .orElseThrow(() -> ProblemException.notFound("line " + id));
    }

    private LineView view(Line line) {
        return new LineView(
                line.id().value(),
                line.name(),
                line.contact(),
                runs.openOn(line.id()).map(Run::id).map(id -> id.value()).orElse(null),
                line.controllers().stream()
                        .map(c -> new LineView.ControllerView(
                                c.id().value(),
                                c.station(),
                                c.driver(),
                                c.address(),
                                c.expects(),
                                c.access().security()))
                        .toList());
    }
}
