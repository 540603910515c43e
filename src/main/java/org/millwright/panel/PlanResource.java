package org.millwright.panel;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.millwright.document.DocumentException;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.Sessions;
import org.millwright.plan.Assessment;
import org.millwright.plan.Plan;
import org.millwright.plan.Plans;
import org.millwright.plant.Line;
import org.millwright.plant.Plant;
import org.millwright.release.Archive;
import org.millwright.release.StoreException;
import org.millwright.upgrade.Limits;

/** The plans in the configuration folder. */
@Path("/api/plans")
@Tag(name = "plans")
@RunOnVirtualThread
public final class PlanResource {
    private final Plans plans;
    private final Plant plant;
    private final Equipment equipment;
    private final Archive archive;
    private final Clock clock;

    PlanResource(Plans plans, Plant plant, Equipment equipment, Archive archive, Clock clock) {
        this.plans = plans;
        this.plant = plant;
        this.equipment = equipment;
        this.archive = archive;
        this.clock = clock;
    }

    @GET
    @Operation(
            summary = "All plans",
            description = "Every plan file of the configuration folder, as it is now; one that cannot be used is listed"
                    + " with its problems.")
    public List<PlanView> plans() throws DocumentException, StoreException {
        List<PlanView> views = new ArrayList<>();
        for (String name : plans.names()) {
            try {
                plans.find(name).map(PlanView::of).ifPresent(views::add);
            } catch (DocumentException e) {
                views.add(PlanView.broken(name, e.problems()));
            }
        }
        return views;
    }

    @POST
    @Path("/{plan}/assessment")
    @Operation(
            summary = "Assess a plan now",
            description = "Asks every controller of the plan what it is and can, changes nothing, and tells what a run"
                    + " would meet.")
    @APIResponse(responseCode = "200", description = "what was found, with the verdict")
    @APIResponse(responseCode = "404", description = "there is no such plan")
    @APIResponse(responseCode = "422", description = "the plan or its release cannot be used")
    public AssessmentView assess(@PathParam("plan") String name)
            throws DocumentException, StoreException, InterruptedException {
        Plan plan = plans.find(name).orElseThrow(() -> ProblemException.notFound("plan " + name));
        Line line = plant.line(plan.line()).orElseThrow(() -> ProblemException.notFound("line " + plan.line()));
        try (Sessions sessions = new Sessions(equipment, line, Limits.connecting(plan), clock)) {
            Assessment.Means means = new Assessment.Means(archive, sessions, Limits.tolerances(plan));
            return AssessmentView.of(Assessment.of(plan, line, means, clock.instant()));
        }
    }
}
