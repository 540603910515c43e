package org.millwright.equipment;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;

/**
 * The open connections of one run, at most one a controller. A request that fails in any way but a plain refusal costs
 * the connection: the next request opens a new one, since a controller that rebooted has forgotten the old.
 */
public final class Sessions implements AutoCloseable {
    private final Equipment equipment;
    private final Line line;
    private final Duration connectLimit;
    private final Map<ControllerId, Slot> slots = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public Sessions(Equipment equipment, Line line, Duration connectLimit) {
        this.equipment = equipment;
        this.line = line;
        this.connectLimit = connectLimit;
    }

    /** Performs one request, on the open connection or a new one. Requests to one controller come one after another. */
    public <T, X extends Exception> T with(ControllerId id, Request<T, X> request) throws EquipmentException, X {
        return slots.computeIfAbsent(id, key -> new Slot(line.controller(key))).perform(request);
    }

    /** Like {@link #with} for requests without an answer. */
    public <X extends Exception> void tell(ControllerId id, Command<X> command) throws EquipmentException, X {
        this.<Boolean, X>with(id, session -> {
            command.tell(session);
            return true;
        });
    }

    @Override
    public void close() {
        closed = true;
        slots.values().forEach(Slot::drop);
        slots.clear();
    }

    /** What is asked of a controller; X is what it may throw besides EquipmentException. */
    @FunctionalInterface
    public interface Request<T, X extends Exception> {
        T ask(Session session) throws EquipmentException, X;
    }

    /** What is told to a controller; X is what it may throw besides EquipmentException. */
    @FunctionalInterface
    public interface Command<X extends Exception> {
        void tell(Session session) throws EquipmentException, X;
    }

    private final class Slot {
        private final Controller controller;
        private Optional<Session> open = Optional.empty();

        Slot(Controller controller) {
            this.controller = controller;
        }

        synchronized <T, X extends Exception> T perform(Request<T, X> request) throws EquipmentException, X {
            if (closed) {
                throw new EquipmentException(EquipmentException.Kind.UNREACHABLE, "the connections are closed");
            }
            if (open.isEmpty()) {
                open = Optional.of(equipment.open(controller, connectLimit));
            }
            try {
                return request.ask(open.orElseThrow());
            } catch (EquipmentException e) {
                if (e.kind() != EquipmentException.Kind.REFUSED) {
                    drop();
                }
                throw e;
            }
        }

        synchronized void drop() {
            open.ifPresent(Session::close);
            open = Optional.empty();
        }
    }
}
