package org.millwright.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.millwright.equipment.fake.Verb;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Run;

/** Without a whole snapshot nothing is touched. */
class DiskFullTest {
    @Test
    void aDiskThatFillsWhileSnapshottingEndsTheRunWithTheLineAsItWas() {
        Simulation simulation = new Simulation(1);
        simulation.operator((run, _) -> {
            if (run.phase() == Phase.SNAPSHOTTING) {
                simulation.store.full(true);
            }
            return List.of();
        });

        Run run = simulation.drive();

        new Checkers(simulation, run).checkAll();
        assertThat(run.phase()).isEqualTo(Phase.ABORTED);
        assertThat(run.finished().orElseThrow().reason()).contains("no room left");
        assertThat(simulation.plant.commands()).noneMatch(c -> c.verb() == Verb.PREPARE || c.verb() == Verb.INSTALL);
        assertThat(simulation.plant.controllers())
                .allSatisfy(c -> assertThat(c.software().revision().value()).isEqualTo("1.0.0"));
    }
}
