package org.millwright.equipment.fake;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.millwright.equipment.Equipment;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;

/**
 * One line of fake controllers. At the beginning every station runs, empty, with its infeed on. Nothing happens between
 * two calls but what the clock says that must have happened in the meantime.
 */
public final class FakePlant {
    private final Clock clock;
    private final Agenda agenda;
    private final Map<ControllerId, FakeController> controllers = new LinkedHashMap<>();
    private final List<FakeStation> stations;
    private final List<Command> commands = new ArrayList<>();

    /** Controllers without settings get {@link FakeSettings#of}. */
    public FakePlant(Clock clock, Line line, Map<ControllerId, FakeSettings> settings) {
        this.clock = clock;
        this.agenda = new Agenda(clock.instant());
        for (Controller controller : line.controllers()) {
            FakeSettings its =
                    settings.containsKey(controller.id()) ? settings.get(controller.id()) : FakeSettings.of(controller);
            controllers.put(controller.id(), new FakeController(this, agenda, controller, its));
        }
        this.stations =
                controllers.values().stream().map(FakeController::station).toList();
        stations.getLast().lastOfLine();
        flow();
    }

    public Equipment equipment() {
        return (described, _) -> FakeSession.open(this, described);
    }

    /** Throws IllegalArgumentException when the line has no such controller. */
    public FakeController controller(ControllerId id) {
        FakeController found = controllers.get(id);
        if (found == null) {
            throw new IllegalArgumentException("the fake plant has no controller " + id);
        }
        return found;
    }

    public List<FakeController> controllers() {
        return List.copyOf(controllers.values());
    }

    /** Arms a fault now. */
    public void fault(ControllerId id, Fault fault) {
        advance();
        controller(id).arm(fault);
    }

    /** Arms a fault at an instant; a past one counts as now. */
    public void faultAt(Instant when, ControllerId id, Fault fault) {
        FakeController controller = controller(id);
        agenda.at(when, () -> controller.arm(fault));
    }

    /** Arms a fault when a session is next asked for this, before it is carried out. */
    public void faultOn(Verb verb, ControllerId id, Fault fault) {
        controller(id).faults().armOn(verb, fault);
    }

    /** Every changing request that arrived at any controller, oldest first. */
    public List<Command> commands() {
        return List.copyOf(commands);
    }

    Instant now() {
        return agenda.now();
    }

    void record(Command command) {
        commands.add(command);
    }

    /** Lets everything happen up to the clock's time, beginning with what the last command made possible. */
    void advance() {
        flow();
        agenda.advanceTo(clock.instant(), this::flow);
        flow();
    }

    /** Moves parts as far as they go: downstream first, until nothing moves. */
    private void flow() {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int i = stations.size() - 1; i >= 0; i--) {
                moved |= feed(i);
            }
        }
    }

    private boolean feed(int i) {
        FakeStation station = stations.get(i);
        boolean feeds = station.canTake() && (i == 0 || stations.get(i - 1).canGive());
        if (feeds) {
            if (i > 0) {
                stations.get(i - 1).give();
            }
            station.take();
        }
        return feeds;
    }
}
