package org.millwright.equipment.opcua;

import static org.millwright.equipment.EquipmentException.Kind.REFUSED;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps other applications off the controller, where it offers that (OPC 10000-100 ch. 7).
 *
 * <ol>
 *   <li>A lock belongs to the application, not to the session: what a former session took is renewed by a later one.
 *   <li>What InitLock and RenewLock did stands in their output; a good status alone says nothing.
 *   <li>No timer runs: whatever comes along renews when a third of the server's time has passed.
 *   <li>Somebody else's lock is named and never broken.
 * </ol>
 */
final class DeviceLock {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceLock.class);

    /** What the server shows to others who ask why they are kept off. */
    private static final Variant CONTEXT = Variant.ofString("Millwright upgrades this controller");

    private static final int OK = 0;

    /** Of a server that does not tell how long it keeps an unused lock. */
    private static final Duration CAUTIOUS_TIME = Duration.ofSeconds(10);

    private final SoftwareUpdate update;
    private Duration renewAfter = Duration.ZERO;
    private @Nullable Deadline renewal;

    DeviceLock(SoftwareUpdate update) {
        this.update = update;
    }

    /** Before a command: takes the lock or keeps it. Throws REFUSED when another application holds it. */
    void take(Deadline deadline) throws EquipmentException {
        if (!offered(deadline) || fresh()) {
            return;
        }
        Observation seen = update.observe(deadline);
        Optional<String> other = seen.lockedByOther();
        if (other.isPresent()) {
            throw refused("locked by " + other.get());
        }
        if (!seen.lockedByUs() || !renew(deadline)) {
            init(deadline);
        }
    }

    /** Between commands: keeps the lock that this application holds. Never takes one, never fails for its sake. */
    void keep(Observation seen, Deadline deadline) throws EquipmentException {
        if (offered(deadline) && seen.lockedByUs() && !fresh()) {
            renewQuietly(deadline);
        }
    }

    /** During long work. */
    void keep(Deadline deadline) throws EquipmentException {
        if (renewal != null && !fresh()) {
            renewQuietly(deadline);
        }
    }

    /** Gives the lock back, also one that a former session took. */
    void release(Deadline deadline) throws EquipmentException {
        renewal = null;
        if (offered(deadline) && update.observe(deadline).lockedByUs()) {
            var _ = status(Member.EXIT_LOCK, deadline);
        }
    }

    private boolean offered(Deadline deadline) throws EquipmentException {
        return update.has(deadline, Member.LOCKED, Member.INIT_LOCK, Member.RENEW_LOCK, Member.EXIT_LOCK);
    }

    private boolean fresh() {
        Deadline due = renewal;
        return due != null && !due.passed();
    }

    private void init(Deadline deadline) throws EquipmentException {
        int status;
        try {
            status = status(Member.INIT_LOCK, deadline, CONTEXT);
        } catch (EquipmentException e) {
            if (Failures.is(e, StatusCodes.Bad_MethodInvalid, StatusCodes.Bad_NotImplemented)) {
                LOG.debug("the lock is there but does not work on this object (7.6)", e);
                return;
            }
            throw e;
        }
        if (status != OK) {
            String owner = update.observe(deadline).lockedByOther().orElse("another application");
            throw refused("cannot be locked (status %d), locked by %s".formatted(status, owner));
        }
        renewed(deadline);
    }

    /** False when there was nothing to renew: the lock has gone in the meantime. */
    private boolean renew(Deadline deadline) throws EquipmentException {
        if (status(Member.RENEW_LOCK, deadline) != OK) {
            return false;
        }
        renewed(deadline);
        return true;
    }

    private void renewQuietly(Deadline deadline) throws EquipmentException {
        try {
            if (!renew(deadline)) {
                renewal = null;
            }
        } catch (EquipmentException e) {
            if (e.kind() != REFUSED) {
                throw e;
            }
            renewal = null;
            LOG.debug("the lock was not renewed", e);
        }
    }

    private void renewed(Deadline deadline) throws EquipmentException {
        if (renewAfter.isZero()) {
            renewAfter = serversTime(deadline).dividedBy(3);
        }
        renewal = Deadline.in(renewAfter);
    }

    private Duration serversTime(Deadline deadline) throws EquipmentException {
        Optional<NodeId> node = update.nodes(deadline).lockTime();
        if (node.isEmpty()) {
            return CAUTIOUS_TIME;
        }
        DataValue told = update.connection()
                .read("read how long a lock lasts", List.of(node.get()), deadline)
                .getFirst();
        return MemberValues.duration(told.value().value()).orElse(CAUTIOUS_TIME);
    }

    private int status(Member method, Deadline deadline, Variant... inputs) throws EquipmentException {
        List<Variant> outputs = update.call("use the lock", Member.LOCK, method, deadline, inputs);
        if (!outputs.isEmpty() && outputs.getFirst().value() instanceof Integer status) {
            return status;
        }
        throw update.connection().failures().nonsense("does not say whether " + method.path() + " worked");
    }

    private EquipmentException refused(String why) {
        return update.connection().failures().refused(why);
    }
}
