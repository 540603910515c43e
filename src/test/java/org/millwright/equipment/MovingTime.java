package org.millwright.equipment;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.millwright.plant.Controller;

/** Equipment whose time goes on during transfers: their end waits for the controller (AsyncCompletion). */
record MovingTime(Equipment behind, Consumer<Duration> clock) implements Equipment {
    private static final Set<String> TRANSFERS =
            Set.of("stage", "install", "readProgram", "readParameters", "restoreParameters", "capabilities");
    private static final Duration STEP = Duration.ofMillis(100);

    @Override
    public Session open(Controller controller, Duration limit) throws EquipmentException {
        Session session = behind.open(controller, limit);
        return (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(), new Class<?>[] {Session.class}, (_, method, arguments) -> {
                    AtomicBoolean over = new AtomicBoolean(!TRANSFERS.contains(method.getName()));
                    Thread time = Thread.ofVirtual().start(() -> pass(over));
                    try {
                        return method.invoke(session, arguments);
                    } catch (InvocationTargetException e) {
                        throw Objects.requireNonNull(e.getCause());
                    } finally {
                        over.set(true);
                        time.join();
                    }
                });
    }

    private void pass(AtomicBoolean over) {
        while (!over.get()) {
            clock.accept(STEP);
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }
}
