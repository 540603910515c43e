package org.millwright.equipment.opcua;

import static org.millwright.equipment.EquipmentException.Kind.REFUSED;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;
import org.millwright.equipment.Order;
import org.millwright.equipment.UpdateState.Installation;
import org.millwright.equipment.UpdateState.Preparation;

/**
 * The commands of an update, in the order that OPC 10000-100 wants.
 *
 * <ol>
 *   <li>The lock comes before whatever changes something, but not before a way out (resume, acknowledge): those help
 *       whoever holds it.
 *   <li>The update key comes before Prepare and before an installation (8.4.2.2).
 *   <li>Time to confirm and delay are set before the installation (8.3.4.9, 8.4.9.3).
 * </ol>
 */
final class UpdateCommands {
    private final SoftwareUpdate update;
    private final DeviceLock lock;
    private final UpdateKey key;

    UpdateCommands(SoftwareUpdate update, DeviceLock lock, UpdateKey key) {
        this.update = update;
        this.lock = lock;
        this.key = key;
    }

    /** For commands that work on controllers without an AddIn too. */
    void lockIfUpdatable(Deadline deadline) throws EquipmentException {
        if (update.offered(deadline)) {
            lock.take(deadline);
        }
    }

    /** Without the lock: a controller that produces belongs to those who work there. */
    void stage(Image image, LongConsumer sent, Deadline deadline) throws EquipmentException, IOException {
        update.loading(deadline).stage(image, progress(sent, deadline), deadline);
    }

    private RemoteFile.Progress progress(LongConsumer sent, Deadline deadline) {
        return bytes -> {
            lock.keep(deadline);
            sent.accept(bytes);
        };
    }

    void prepare(Deadline deadline) throws EquipmentException {
        lock.take(deadline);
        key.tell(update, deadline);
        var _ = update.call("prepare", Member.PREPARATION, Member.PREPARE, deadline);
    }

    void resume(Deadline deadline) throws EquipmentException {
        Observation seen = update.observe(deadline);
        switch (seen.machines().preparation()) {
            case PREPARING -> abort(deadline);
            case RESUMING -> tryToAbort(deadline);
            case PREPARED -> leavePrepared(seen, deadline);
            case IDLE, NONE -> {
                var _ = update.call("resume", Member.PREPARATION, Member.RESUME, deadline);
            }
        }
    }

    private void abort(Deadline deadline) throws EquipmentException {
        var _ = update.call("abort the preparation", Member.PREPARATION, Member.ABORT_PREPARATION, deadline);
    }

    /** Newer servers end resuming at once (8.4.8.4 of 1.05); with older ones it goes on, which is no harm. */
    private boolean tryToAbort(Deadline deadline) throws EquipmentException {
        try {
            abort(deadline);
            return true;
        } catch (EquipmentException e) {
            if (e.kind() != REFUSED) {
                throw e;
            }
            return false;
        }
    }

    /** Without a Resume method the server resumes by itself once it has installed (8.4.8.5). */
    private void leavePrepared(Observation seen, Deadline deadline) throws EquipmentException {
        if (update.has(deadline, Member.RESUME)) {
            var _ = update.call("resume", Member.PREPARATION, Member.RESUME, deadline);
            return;
        }
        boolean resumesByItself = seen.machines().installation() == Installation.INSTALLING
                || tryToAbort(deadline)
                || update.observe(deadline).machines().preparation() != Preparation.PREPARED;
        if (!resumesByItself) {
            throw update.connection()
                    .failures()
                    .refused(
                            "stays prepared: it has no Resume, resumes only after an installation and refuses to abort");
        }
    }

    void install(Order order, LongConsumer sent, Deadline deadline) throws EquipmentException, IOException {
        lock.take(deadline);
        key.tell(update, deadline);
        setTimeToConfirm(order.confirmWithin(), deadline);
        setDelay(order.delay(), deadline);
        update.loading(deadline).install(order, progress(sent, deadline), deadline);
    }

    private void setTimeToConfirm(Duration confirmWithin, Deadline deadline) throws EquipmentException {
        Optional<NodeId> timeout = update.nodes(deadline).node(Member.CONFIRMATION_TIMEOUT);
        if (timeout.isPresent()) {
            update.connection().write("set the time to confirm", timeout.get(), milliseconds(confirmWithin), deadline);
        }
    }

    /** A delay of an earlier order is taken back. */
    private void setDelay(Duration delay, Deadline deadline) throws EquipmentException {
        Optional<NodeId> node = update.nodes(deadline).node(Member.INSTALLATION_DELAY);
        if (node.isEmpty()) {
            return;
        }
        boolean held = update.read(deadline, Member.INSTALLATION_DELAY)
                .duration(Member.INSTALLATION_DELAY)
                .isPresent();
        if (!delay.isZero() || held) {
            update.connection().write("set the installation delay", node.get(), milliseconds(delay), deadline);
        }
    }

    private static Variant milliseconds(Duration duration) {
        return Variant.ofDouble((double) duration.toMillis());
    }

    void acknowledgeError(Deadline deadline) throws EquipmentException {
        var _ = update.call("leave the error state", Member.INSTALLATION, Member.ACKNOWLEDGE_ERROR, deadline);
    }

    void confirm(Deadline deadline) throws EquipmentException {
        lock.take(deadline);
        var _ = update.call("confirm", Member.CONFIRMATION, Member.CONFIRM, deadline);
    }

    void restoreParameters(InputStream from, Deadline deadline) throws EquipmentException, IOException {
        lock.take(deadline);
        new ParameterFile(update, deadline).restore(from);
    }
}
