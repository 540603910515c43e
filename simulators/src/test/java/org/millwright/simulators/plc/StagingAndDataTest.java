package org.millwright.simulators.plc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.millwright.simulators.TestLine;

/** The pending slot, parameters and retained data. */
class StagingAndDataTest {
    private final TestLine line = TestLine.withFaults();
    private final Plc plc = line.plc();

    @Test
    void aStagedPackageIsPendingWhileTheStationProducesUntilCleared() throws PlcRefusal {
        plc.stage(TestLine.packageOf("2.4.0", "").bytes());
        assertThat(plc.slots().pending())
                .contains(TestLine.packageOf("2.4.0", "").software());
        assertThat(line.revision()).isEqualTo("2.3.1");
        assertThat(plc.process().state()).isEqualTo("Execute");
        plc.stage(TestLine.packageOf("2.5.0", "").bytes());
        assertThat(plc.slots().pending().orElseThrow().revision()).isEqualTo("2.5.0");
        plc.clearPending();
        assertThat(plc.slots().pending()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "urn:other:maker, HC-210, 3..5, manufacturer urn:other:maker",
        "urn:halden:controls, HC-999, 3..5, product HC-999",
        "urn:halden:controls, HC-210, 5..9, hardware 5..9",
    })
    void aPackageForSomethingElseIsRefusedAndLeavesTheSlotAlone(
            String uri, String product, String hardware, String reason) throws PlcRefusal {
        plc.stage(TestLine.packageOf("2.4.0", "").bytes());
        byte[] foreign = PackageTool.build(
                        new PackageTool.Fields("Halden Controls", uri, product, "3.0.0", hardware, ""), 10)
                .bytes();

        assertThatExceptionOfType(PlcRefusal.class)
                .isThrownBy(() -> plc.stage(foreign))
                .withMessageContaining(reason)
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo("Bad_InvalidArgument"));

        assertThat(plc.update().errorMessage()).contains(reason);
        assertThat(plc.slots().pending().orElseThrow().revision()).isEqualTo("2.4.0");
    }

    @Test
    void theInstalledProgramCanBeTransferredBackAndStagedAgain() throws PlcRefusal {
        byte[] original = plc.currentProgram();
        line.beginInstall("2.4.0", "");
        line.untilRebooted();
        plc.stage(original);
        line.install("2.3.1");
        line.untilRebooted();
        assertThat(plc.currentProgram()).isEqualTo(original);
    }

    @Test
    void theSameParametersAlwaysGiveTheSameFile() {
        assertThat(plc.backupParameters())
                .isEqualTo("MWPARAM/1 HC-210\nforce=18.5\ntool=PT-31\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anInstallationForgetsParametersWhereTheyAreNotKept() throws PlcRefusal {
        TestLine forgetful = TestLine.of(TestLine.file(1, false, true));
        byte[] backup = forgetful.plc().backupParameters();
        forgetful.beginInstall("2.4.0", "");
        forgetful.untilRebooted();
        assertThat(forgetful.plc().backupParameters()).asString().isEqualTo("MWPARAM/1 HC-210\nforce=0\ntool=\n");
        forgetful.plc().restoreParameters(backup);
        assertThat(forgetful.plc().backupParameters()).isEqualTo(backup);
    }

    @Test
    void anInstallationKeepsParametersElsewhere() throws PlcRefusal {
        byte[] backup = plc.backupParameters();
        line.beginInstall("2.4.0", "");
        line.untilRebooted();
        assertThat(plc.backupParameters()).isEqualTo(backup);
    }

    @Test
    void theBootGuardBringsTheOldParametersBackToo() throws PlcRefusal {
        TestLine forgetful = TestLine.of(TestLine.file(1, false, true));
        byte[] backup = forgetful.plc().backupParameters();
        forgetful.beginInstall("2.4.0", "no-boot");
        forgetful.untilRebooted();
        assertThat(forgetful.plc().backupParameters()).isEqualTo(backup);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MWPARAM/1 HC-999\nforce=1\ntool=a\n",
                "MWPARAM/1 HC-210\nforce=1\n",
                "MWPARAM/1 HC-210\nforce=1\nforce=2\ntool=a\n",
                "MWPARAM/1 HC-210\nforce=1\ntool=a\nspeed=3\n",
                "MWPARAM/1 HC-210\nforce\ntool=a\n"
            })
    void aFileThatIsNotOneOfThisProductIsRefusedAsAWhole(String file) {
        byte[] before = plc.backupParameters();
        assertThatExceptionOfType(PlcRefusal.class)
                .isThrownBy(() -> plc.restoreParameters(file.getBytes(StandardCharsets.UTF_8)))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo("Bad_InvalidArgument"));
        assertThat(plc.backupParameters()).isEqualTo(before);
    }

    @Test
    void retainedValuesGrowWithTheCyclesAndOutliveAnUpdate() throws PlcRefusal {
        line.advance(120);
        long cycles = plc.process().cycleCount();
        assertThat(cycles).isPositive();
        assertThat(plc.retained().get("TotalParts")).isEqualTo(1000 + cycles);
        assertThat(plc.retained().get("ToolWear")).isEqualTo(12.5 + 0.5 * cycles);
        line.beginInstall("2.4.0", "");
        long atStandstill = plc.process().cycleCount();
        line.untilRebooted();
        assertThat(plc.retained().get("TotalParts")).isEqualTo(1000 + atStandstill);
        assertThat(plc.process().cycleCount()).isEqualTo(atStandstill);
    }

    @Test
    void retainedValuesAreWrittenOnlyInTheirOwnType() throws PlcRefusal {
        plc.setRetained("TotalParts", 5L);
        assertThat(plc.retained().get("TotalParts")).isEqualTo(5L);
        assertThatExceptionOfType(PlcRefusal.class)
                .isThrownBy(() -> plc.setRetained("TotalParts", "5"))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo("Bad_TypeMismatch"));
        assertThatExceptionOfType(PlcRefusal.class)
                .isThrownBy(() -> plc.setRetained("Retained.TotalParts", 5L))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo("Bad_NodeIdUnknown"));
    }

    @Test
    void theRecipeOutlivesAnUpdate() throws PlcRefusal {
        plc.setRecipe("R2");
        line.beginInstall("2.4.0", "");
        line.untilRebooted();
        assertThat(plc.process().recipe()).isEqualTo("R2");
    }
}
