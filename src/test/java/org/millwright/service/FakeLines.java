package org.millwright.service;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Session;
import org.millwright.equipment.fake.FakePlant;
import org.millwright.equipment.fake.FakeSettings;
import org.millwright.equipment.fake.Fault;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;
import org.millwright.plant.Plant;

/** Fake controllers on real time in place of the drivers. A fake is for one thread: requests come one after another. */
@Alternative
@Singleton
public final class FakeLines implements Equipment {
    private final Map<ControllerId, FakePlant> plants = new HashMap<>();

    FakeLines(Plant plant, Clock clock) {
        for (Line line : plant.lines()) {
            Map<ControllerId, FakeSettings> settings = new HashMap<>();
            line.controllers().forEach(c -> settings.put(c.id(), quick(c)));
            FakePlant fake = new FakePlant(clock, line, settings);
            line.controllers().forEach(c -> plants.put(c.id(), fake));
        }
    }

    private static FakeSettings quick(Controller controller) {
        return FakeSettings.of(controller)
                .station(new FakeSettings.Station(Duration.ofMillis(150), 0.0, 2))
                .times(new FakeSettings.Times(
                        Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofMillis(50)));
    }

    /** Arms a fault now. */
    public synchronized void fault(String controller, Fault fault) {
        plantOf(new ControllerId(controller)).fault(new ControllerId(controller), fault);
    }

    /** The revision that a controller runs. */
    public synchronized String revision(String controller) {
        ControllerId id = new ControllerId(controller);
        return plantOf(id).controller(id).software().revision().value();
    }

    private FakePlant plantOf(ControllerId id) {
        FakePlant plant = plants.get(id);
        if (plant == null) {
            throw new IllegalArgumentException("no controller " + id);
        }
        return plant;
    }

    @Override
    public synchronized Session open(Controller controller, Duration limit) throws EquipmentException {
        Session session = plantOf(controller.id()).equipment().open(controller, limit);
        return (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(), new Class<?>[] {Session.class}, (_, method, arguments) -> {
                    synchronized (this) {
                        try {
                            return method.invoke(session, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }
                });
    }
}
