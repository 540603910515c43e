package org.millwright.equipment.plc4x;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.plc4x.java.DefaultPlcDriverManager;
import org.apache.plc4x.java.api.PlcDriverManager;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.EquipmentException.Kind;
import org.millwright.equipment.Session;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Profile;

/**
 * Speaks to controllers that a profile describes, in whichever protocol of Apache PLC4X.
 *
 * <p>None of the protocols carries a fence; give it out through {@link org.millwright.equipment.FencedEquipment} only.
 */
public final class Plc4xEquipment implements Equipment {
    private final PlcDriverManager drivers = new DefaultPlcDriverManager(Plc4xEquipment.class.getClassLoader());
    private final Map<ControllerId, Shared> controllers = new ConcurrentHashMap<>();
    private final Clock clock;

    /** What all connections to one controller have in common. */
    private record Shared(ReentrantLock mailbox, OptionalInt requestsPerSecond, Pace pace) {
        static Shared of(OptionalInt requestsPerSecond) {
            return new Shared(new ReentrantLock(true), requestsPerSecond, Pace.of(requestsPerSecond));
        }
    }

    /** @param clock stands in for controllers that have none */
    public Plc4xEquipment(Clock clock) {
        this.clock = clock;
    }

    /** Some protocols greet nobody: a controller counts as reached when it has answered a read. */
    @Override
    public Session open(Controller controller, Duration limit) throws EquipmentException {
        Deadline deadline = Deadline.in(limit);
        Failures failures = new Failures(controller);
        Profile profile = controller.profile().orElseThrow(() -> failures.refused("has no profile"));
        if (controller.access().login().isPresent()) {
            throw failures.refused("cannot log in: this protocol has no log-in");
        }
        Shared shared = controllers.computeIfAbsent(controller.id(), _ -> Shared.of(profile.requestsPerSecond()));
        Connection connection = Connection.open(drivers, controller.address(), failures, shared.pace(), deadline);
        Plc4xSession session = new Plc4xSession(controller, profile, connection, shared.mailbox(), clock);
        try {
            session.identify(Duration.ofMillis(deadline.leftMs()));
            return session;
        } catch (EquipmentException e) {
            session.close();
            throw e.kind().costsConnection() && e.kind() != Kind.UNREACHABLE
                    ? failures.cannotReach(String.valueOf(e.getMessage()), e)
                    : e;
        }
    }
}
