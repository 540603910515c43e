package org.millwright.upgrade.step;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.UpdateState;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Software;
import org.millwright.plant.Tag;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;
import org.millwright.upgrade.StepId.Leg;

/**
 * Gives the line back to production: only when every controller of the plan runs what it must, is healthy and out of
 * its update state. Done when the first and the last station have completed a cycle since.
 */
final class ReleaseLine implements Step {
    private final Scene scene;
    private Map<ControllerId, Long> before = Map.of();

    ReleaseLine(Scene scene) {
        this.scene = scene;
    }

    @Override
    public Optional<Outcome> observe() {
        return Optional.empty();
    }

    @Override
    public boolean measures() {
        return true;
    }

    @Override
    public Optional<String> obstacle() throws EquipmentException {
        for (ControllerId id : scene.plan().controllers()) {
            UpdateState state = scene.ask(id, s -> s.observe(Limits.REQUEST));
            Software wanted = Wanted.software(scene.run(), scene.id().leg(), id);
            boolean producing = state.preparation() == UpdateState.Preparation.IDLE
                    || state.preparation() == UpdateState.Preparation.NONE;
            if (!state.current().equals(wanted) || state.waitingForConfirm()) {
                return Optional.of(id + " runs " + state.current() + " instead of " + wanted);
            }
            if (!producing || !Wanted.healthy(state)) {
                return Optional.of(id + " is " + state.preparation() + ", health " + state.health());
            }
        }
        return Optional.empty();
    }

    @Override
    public Outcome perform() throws EquipmentException {
        LineTags.infeed(scene, true);
        Map<ControllerId, Long> cycles = new TreeMap<>();
        for (ControllerId id : ends()) {
            cycles.put(
                    id,
                    LineTags.whole(
                            scene.ask(id, s -> s.read(Set.of(Tag.CYCLE_COUNT), Limits.REQUEST)), Tag.CYCLE_COUNT));
        }
        if (before.isEmpty()) {
            before = cycles;
        }
        boolean moving = cycles.entrySet().stream()
                .allMatch(e -> e.getValue() > before.getOrDefault(e.getKey(), Long.MAX_VALUE));
        return moving
                ? new Outcome.Done(Map.of(
                        "software",
                        scene.id().leg() == Leg.FORWARD ? "new" : "as before",
                        "cycleCounters",
                        cycles.toString()))
                : scene.wait("every infeed is on, waiting for the first cycles");
    }

    private Set<ControllerId> ends() {
        return Set.copyOf(List.of(
                scene.line().controllers().getFirst().id(),
                scene.line().controllers().getLast().id()));
    }
}
