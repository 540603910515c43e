package org.millwright.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Run;

class UpgradeStoryTest {
    @Test
    void aGoodUpgradeCompletesWithEveryControllerOnTheNewSoftware() {
        Simulation simulation = new Simulation(1);

        Run run = simulation.drive();

        assertThat(run.phase()).isEqualTo(Phase.COMPLETED);
        assertThat(simulation.plant.controllers())
                .allSatisfy(c -> assertThat(c.software().revision().value()).isEqualTo("2.0.0"));
    }
}
