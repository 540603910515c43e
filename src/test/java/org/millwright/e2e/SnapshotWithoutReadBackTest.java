package org.millwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.opcua.OpcuaEquipment;
import org.millwright.plan.ProgramSource;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.snapshot.ControllerSnapshot;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.StepId;
import org.millwright.upgrade.StepKind;

/** Controllers that give their program to nobody, over real sockets: what the assessment says is what happens. */
class SnapshotWithoutReadBackTest {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final RealLine.Wish UNREADABLE = RealLine.Wish.of(
                    UpdateSettings.USUAL.without(UpdateOption.READ_BACK))
            .withoutFallback();

    @TempDir
    static Path pki;

    @TempDir
    Path data;

    private static Equipment driver = (_, _) -> {
        throw new IllegalStateException("not yet");
    };

    @BeforeAll
    static void makeDriver() throws Exception {
        driver = new OpcuaEquipment(pki, Map.of());
    }

    private Run upgrade(RealLine.Wish wish) throws Exception {
        try (RealLine line = new RealLine(wish, driver, data)) {
            LineTruth truth = new LineTruth(line, driver);
            Run run = line.upgrade(LIMIT);
            truth.check(run);
            return run;
        }
    }

    private static ProgramSource source(Run run) {
        StepId snapshot = StepId.of(StepId.Leg.FORWARD, StepKind.SNAPSHOT, RealLine.SECOND);
        return ControllerSnapshot.fromEvidence(run.evidenceNeeded(snapshot))
                .program()
                .source();
    }

    private static RealLine.Wish tooSlow(RealLine.Wish wish) {
        return wish.delivery(RealLine.delivery().effect("slower", "1.5"));
    }

    @Test
    void theArchivedPackageWithItsIdentityAndHashStandsInForTheProgram() throws Exception {
        Run run = upgrade(UNREADABLE);

        assertThat(run.phase()).isEqualTo(Phase.COMPLETED);
        assertThat(source(run)).isEqualTo(ProgramSource.ARCHIVED_PACKAGE);
    }

    @Test
    void aFailedValidationIsAnsweredFromTheArchive() throws Exception {
        Run run = upgrade(tooSlow(UNREADABLE));

        assertThat(run.phase()).as(run.finished().orElseThrow().reason()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(source(run)).isEqualTo(ProgramSource.ARCHIVED_PACKAGE);
        assertThat(run.evidenceNeeded(StepId.of(StepId.Leg.BACK, StepKind.PROVE_REVERTED, RealLine.SECOND)))
                .containsEntry("proof", "hash told");
    }

    @Test
    void whatNothingCouldBringBackIsNotTouched() throws Exception {
        Run run = upgrade(UNREADABLE.withoutArchive());

        assertThat(run.phase()).isEqualTo(Phase.ABORTED);
        assertThat(run.finished().orElseThrow().reason())
                .contains("st2", "no archived package has its identity and hash", "no fallback slot", "waive");
        assertThat(run.touched()).isFalse();
    }

    @Test
    void anEngineersNameLetsItGoOn() throws Exception {
        Run run = upgrade(UNREADABLE.withoutArchive().waivedByAnEngineer());

        assertThat(run.phase()).isEqualTo(Phase.COMPLETED);
        assertThat(source(run)).isEqualTo(ProgramSource.NONE);
    }

    @Test
    void withoutArchiveTheFallbackSlotBringsItBack() throws Exception {
        RealLine.Wish wish = RealLine.Wish.of(UpdateSettings.USUAL.without(UpdateOption.READ_BACK))
                .withoutArchive();
        Run run = upgrade(tooSlow(wish));

        assertThat(run.phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(source(run)).isEqualTo(ProgramSource.FALLBACK_SLOT);
    }
}
