package org.millwright.upgrade.step;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.millwright.equipment.EquipmentException;
import org.millwright.plan.ProgramSource;
import org.millwright.plant.Identity;
import org.millwright.release.ContentStore.Stored;
import org.millwright.release.Sha256;
import org.millwright.snapshot.ControllerSnapshot;
import org.millwright.snapshot.ControllerSnapshot.Program;
import org.millwright.snapshot.DataComparison.Data;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;
import org.millwright.upgrade.StepKind;

/** Takes program, parameters, retained data, recipe and identity of one drained controller into the content store. */
record Snapshot(Scene scene) implements Step {
    @Override
    public Optional<Outcome> observe() {
        return Optional.empty();
    }

    @Override
    public Outcome perform() throws EquipmentException, IOException {
        Program program;
        try {
            program = program();
        } catch (IllegalArgumentException e) {
            return new Outcome.Refused("the snapshot has no program: " + e.getMessage());
        }
        scene.show(80, "reading parameters and retained data");
        Data data = ControllerData.read(scene);
        Identity identity = scene.ask(s -> s.identify(Limits.REQUEST));
        String assessed = scene.evidence(StepKind.ASSESS).getOrDefault("revision", "");
        if (!identity.installed().revision().value().equals(assessed)) {
            return new Outcome.Refused("the controller was assessed with " + assessed + " and now runs "
                    + identity.installed().revision());
        }
        Optional<String> stranger = Wanted.stranger(scene);
        if (stranger.isPresent()) {
            return new Outcome.Refused(stranger.get());
        }
        boolean archived = program.source() == ProgramSource.ARCHIVED_PACKAGE;
        boolean proven = archived
                && scene.ask(s -> s.observe(Limits.REQUEST)).currentHash().equals(program.sha256());
        if (archived && !proven && scene.plan().waiver(scene.controller()).isEmpty()) {
            return new Outcome.Refused("the archived package is not what the controller runs now");
        }
        return new Outcome.Done(new ControllerSnapshot(
                        identity, program, data.parameters(), data.retained(), data.recipe(), scene.now())
                .toEvidence());
    }

    /** From where the assessment said. */
    private Program program() throws EquipmentException, IOException {
        Map<String, String> assessed = scene.evidence(StepKind.ASSESS);
        ProgramSource source =
                ProgramSource.valueOf(assessed.getOrDefault("programSource", ProgramSource.READ_BACK.name()));
        return switch (source) {
            case READ_BACK -> {
                scene.show(0, "reading the program");
                yield new Program(
                        source,
                        Optional.of(scene.means()
                                .store()
                                .<EquipmentException>put(
                                        out -> scene.<IOException>tell(s -> s.readProgram(out, Limits.TRANSFER)))));
            }
            case ARCHIVED_PACKAGE -> {
                Sha256 archived = new Sha256(assessed.getOrDefault("archivedProgram", ""));
                yield new Program(
                        source,
                        Optional.of(new Stored(archived, scene.means().store().verify(archived))));
            }
            case FALLBACK_SLOT, NONE -> new Program(source, Optional.empty());
        };
    }

    /** What was taken of the controller that a later step is about. */
    static ControllerSnapshot of(Scene scene) {
        return ControllerSnapshot.fromEvidence(scene.evidence(StepKind.SNAPSHOT));
    }
}
