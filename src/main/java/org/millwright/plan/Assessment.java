package org.millwright.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Sessions;
import org.millwright.plan.Assessor.Report;
import org.millwright.plan.Assessor.Tolerances;
import org.millwright.plan.Finding.Severity;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;
import org.millwright.release.Archive;
import org.millwright.release.StoreException;

/**
 * What a plan would meet at this moment, asked of all its controllers side by side. Only reads; binds nobody, a run
 * assesses anew.
 *
 * @param controllers in the order of the plan's waves
 */
public record Assessment(Plan plan, List<OfController> controllers) {
    public Assessment {
        controllers = List.copyOf(controllers);
    }

    /**
     * What was found at one controller.
     *
     * @param report empty when the controller did not answer; the findings say why
     */
    public record OfController(ControllerId controller, Optional<Report> report, List<Finding> findings) {
        public OfController {
            findings = List.copyOf(findings);
        }
    }

    /** What an assessment asks and measures by. */
    public record Means(Archive archive, Sessions sessions, Tolerances tolerances) {}

    /** Whether nothing stands against the plan. */
    public boolean passes() {
        return controllers.stream()
                .flatMap(c -> c.findings().stream())
                .noneMatch(f -> f.severity() == Severity.BLOCKING);
    }

    /** Asks all controllers, each on its own virtual thread; the sessions stay open. */
    public static Assessment of(Plan plan, Line line, Means means, Instant now) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<OfController>> asked = new ArrayList<>();
            for (ControllerId id : plan.controllers()) {
                Assessor assessor = new Assessor(line.controller(id), plan, means.archive(), means.tolerances());
                asked.add(threads.submit(() -> ask(id, means.sessions(), assessor, now)));
            }
            List<OfController> found = new ArrayList<>();
            for (Future<OfController> one : asked) {
                found.add(one.get());
            }
            return new Assessment(plan, found);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an assessment failed by itself", e.getCause());
        }
    }

    private static OfController ask(ControllerId id, Sessions sessions, Assessor assessor, Instant now) {
        try {
            Report report = sessions.with(id, s -> assessor.assess(s, now));
            return new OfController(id, Optional.of(report), report.findings());
        } catch (EquipmentException e) {
            return blocked(id, "connection", e.kind() + ": " + e.getMessage());
        } catch (StoreException e) {
            return blocked(id, "content store", String.valueOf(e.getMessage()));
        }
    }

    private static OfController blocked(ControllerId id, String check, String text) {
        Finding finding = new Finding(Severity.BLOCKING, Optional.of(id), check, text);
        return new OfController(id, Optional.empty(), List.of(finding));
    }
}
