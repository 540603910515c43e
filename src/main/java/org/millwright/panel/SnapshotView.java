package org.millwright.panel;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.millwright.plan.ProgramSource;
import org.millwright.plant.ControllerId;
import org.millwright.release.ContentStore;
import org.millwright.release.Sha256;
import org.millwright.snapshot.ControllerSnapshot;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.StepId;
import org.millwright.upgrade.StepId.Leg;
import org.millwright.upgrade.StepKind;

/**
 * A sealed snapshot set, as the journal's evidence tells it.
 *
 * @param id SHA-256 of its manifest
 * @param run the run that took it
 */
@Schema(name = "Snapshot")
public record SnapshotView(
        String id, String run, String line, String planHash, Instant sealedAt, List<OfController> controllers) {

    /**
     * One controller of the set.
     *
     * @param program SHA-256 of the program; null when only the controller has it, or nobody
     * @param programSource where it comes from
     * @param parameters SHA-256 of the parameters; null when the controller has none
     * @param recipe null when the controller has none
     */
    @Schema(name = "ControllerSnapshot")
    public record OfController(
            String id,
            String productCode,
            String revision,
            String hardwareRevision,
            String serialNumber,
            ProgramSource programSource,
            @Nullable String program,
            @Nullable Long programBytes,
            @Nullable String parameters,
            Map<String, String> retained,
            @Nullable String recipe,
            Instant takenAt) {}

    /** The set that a run took; empty when it sealed none. */
    static Optional<SnapshotView> of(Run run) {
        StepId seal = StepId.ofLine(Leg.FORWARD, StepKind.SEAL_SNAPSHOT);
        Optional<String> id = run.evidence(seal).map(e -> e.get("snapshot"));
        Optional<Instant> sealed = run.step(seal).flatMap(Run.Attempts::end).map(Entry::at);
        return id.isEmpty() || sealed.isEmpty()
                ? Optional.empty()
                : Optional.of(new SnapshotView(
                        id.get(),
                        run.id().value(),
                        run.plan().line().value(),
                        run.plan().hash().hex(),
                        sealed.get(),
                        run.plan().controllers().stream().map(c -> of(run, c)).toList()));
    }

    private static OfController of(Run run, ControllerId id) {
        ControllerSnapshot one =
                ControllerSnapshot.fromEvidence(run.evidenceNeeded(StepId.of(Leg.FORWARD, StepKind.SNAPSHOT, id)));
        Map<String, String> retained = new TreeMap<>();
        one.retained().forEach((name, value) -> retained.put(name, value.toString()));
        return new OfController(
                id.value(),
                one.identity().installed().productCode(),
                one.identity().installed().revision().value(),
                one.identity().hardwareRevision(),
                one.identity().serialNumber(),
                one.program().source(),
                one.program().sha256().map(Sha256::hex).orElse(null),
                one.program().content().map(ContentStore.Stored::bytes).orElse(null),
                one.parameters().map(Sha256::hex).orElse(null),
                retained,
                one.recipe().orElse(null),
                one.takenAt());
    }
}
