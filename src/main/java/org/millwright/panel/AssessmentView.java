package org.millwright.panel;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.millwright.equipment.Capabilities;
import org.millwright.plan.Assessment;
import org.millwright.plan.Assessor.Report;
import org.millwright.plan.Finding.Severity;
import org.millwright.plan.ProgramSource;
import org.millwright.plan.WayBack;

/** What a plan would meet now. */
@Schema(name = "Assessment")
public record AssessmentView(
        String plan, String planHash, String line, Verdict verdict, List<OfController> controllers) {
    /** Whether a run would pass its assessment. */
    public enum Verdict {
        PASSES,
        /** At least one finding is BLOCKING. */
        BLOCKED
    }

    /**
     * One controller.
     *
     * @param installedRevision null, like the rest, when it did not answer
     * @param programSource where its program would come from on the way back; null when the plan is refused before
     */
    @Schema(name = "AssessedController")
    public record OfController(
            String id,
            @Nullable String productCode,
            @Nullable String installedRevision,
            @Nullable String hardwareRevision,
            @Nullable String serialNumber,
            @Nullable Capabilities capabilities,
            @Nullable ProgramSource programSource,
            List<FindingView> findings) {}

    /** One finding. */
    @Schema(name = "Finding")
    public record FindingView(Severity severity, String check, String text) {}

    static AssessmentView of(Assessment assessment) {
        return new AssessmentView(
                assessment.plan().name(),
                assessment.plan().hash().hex(),
                assessment.plan().line().value(),
                assessment.passes() ? Verdict.PASSES : Verdict.BLOCKED,
                assessment.controllers().stream().map(AssessmentView::of).toList());
    }

    private static OfController of(Assessment.OfController one) {
        Optional<Report> report = one.report();
        return new OfController(
                one.controller().value(),
                report.map(r -> r.identity().installed().productCode()).orElse(null),
                report.map(r -> r.identity().installed().revision().value()).orElse(null),
                report.map(r -> r.identity().hardwareRevision()).orElse(null),
                report.map(r -> r.identity().serialNumber()).orElse(null),
                report.map(Report::capabilities).orElse(null),
                report.flatMap(Report::wayBack).map(WayBack::source).orElse(null),
                one.findings().stream()
                        .map(f -> new FindingView(f.severity(), f.check(), f.text()))
                        .toList());
    }
}
