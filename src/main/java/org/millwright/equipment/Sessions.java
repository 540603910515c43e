package org.millwright.equipment;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;

/**
 * The open connections of one run, at most one a controller. A request that fails in any way but a plain refusal costs
 * the connection: the next request opens a new one, since a controller that rebooted has forgotten the old. After a
 * connection that could not be opened, requests fail alike without a try until a pause is over.
 */
public final class Sessions implements AutoCloseable {
    private final Equipment equipment;
    private final Line line;
    private final Connecting connecting;
    private final Clock clock;
    private final Map<ControllerId, Slot> slots = new ConcurrentHashMap<>();
    private volatile @Nullable Consumer<ControllerId> listener;
    private volatile boolean closed;

    /**
     * How connections are opened.
     *
     * @param first limit of a try as long as the controller was never reached
     * @param again limit of a try afterwards
     * @param firstPause after a try that failed; doubles with each further one
     * @param longestPause never longer than this
     */
    public record Connecting(Duration first, Duration again, Duration firstPause, Duration longestPause) {}

    public Sessions(Equipment equipment, Line line, Connecting connecting, Clock clock) {
        this.equipment = equipment;
        this.line = line;
        this.connecting = connecting;
        this.clock = clock;
    }

    /** From now on each new connection is watched, where the controller offers that; told from any thread. */
    public void onChange(Consumer<ControllerId> changed) {
        listener = changed;
    }

    /** Whether the controller's open connection tells by itself when something changes. */
    public boolean watches(ControllerId id) {
        Slot slot = slots.get(id);
        return slot != null && slot.watched;
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
        private volatile boolean watched;
        private boolean reached;
        private boolean unwatchable;
        private Instant nextTry = Instant.MIN;
        private Duration pause = connecting.firstPause();
        private @Nullable EquipmentException failure;

        Slot(Controller controller) {
            this.controller = controller;
        }

        synchronized <T, X extends Exception> T perform(Request<T, X> request) throws EquipmentException, X {
            if (closed) {
                throw new EquipmentException(EquipmentException.Kind.UNREACHABLE, "the connections are closed");
            }
            try {
                return request.ask(session());
            } catch (EquipmentException e) {
                if (e.kind().costsConnection()) {
                    drop();
                }
                throw e;
            }
        }

        private Session session() throws EquipmentException {
            if (open.isPresent()) {
                return open.get();
            }
            EquipmentException before = failure;
            if (before != null && clock.instant().isBefore(nextTry)) {
                throw new EquipmentException(before.kind(), String.valueOf(before.getMessage()), before);
            }
            try {
                Session session = equipment.open(controller, reached ? connecting.again() : connecting.first());
                open = Optional.of(session);
                reached = true;
                failure = null;
                pause = connecting.firstPause();
                return watched(session);
            } catch (EquipmentException e) {
                drop();
                failure = e;
                nextTry = clock.instant().plus(pause);
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(connecting.longestPause()) < 0 ? doubled : connecting.longestPause();
                throw e;
            }
        }

        /** Being told is a comfort: whoever cannot be watched is looked at, over a connection that did not try. */
        private Session watched(Session session) throws EquipmentException {
            Consumer<ControllerId> told = listener;
            if (told == null || unwatchable) {
                return session;
            }
            try {
                watched = session.watch(() -> told.accept(controller.id()), connecting.again());
                return session;
            } catch (EquipmentException e) {
                unwatchable = true;
                drop();
                Session plain = equipment.open(controller, connecting.again());
                open = Optional.of(plain);
                return plain;
            }
        }

        synchronized void drop() {
            open.ifPresent(Session::close);
            open = Optional.empty();
            watched = false;
        }
    }
}
