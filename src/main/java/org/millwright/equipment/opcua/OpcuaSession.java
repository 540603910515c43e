package org.millwright.equipment.opcua;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.millwright.equipment.Capabilities;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Fence;
import org.millwright.equipment.Image;
import org.millwright.equipment.Order;
import org.millwright.equipment.Session;
import org.millwright.equipment.TagValue;
import org.millwright.equipment.UpdateBehavior;
import org.millwright.equipment.UpdateState;
import org.millwright.equipment.UpdateState.Preparation;
import org.millwright.plant.Controller;
import org.millwright.plant.Identity;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.plant.Tag;

/** One session with a DI Software Update server. For one caller at a time. */
final class OpcuaSession implements Session {
    /** UpdateBehavior, OPC 10000-100 8.5.2. */
    private static final long KEEPS_PARAMETERS = 1;

    private final Connection connection;
    private final Optional<CertificateEnd> certificateEnd;
    private final ProcessValues process;
    private final SoftwareUpdate update;

    OpcuaSession(Controller controller, Connector.Opened opened) {
        this.connection = opened.connection();
        this.certificateEnd = opened.certificateEnd();
        this.process = new ProcessValues(controller, connection);
        this.update = new SoftwareUpdate(connection, controller.expects());
    }

    @Override
    public Identity identify(Duration limit) throws EquipmentException {
        MemberValues values = update.read(
                Deadline.in(limit),
                Member.HOST_MAKER,
                Member.HOST_PRODUCT,
                Member.HOST_HARDWARE,
                Member.HOST_SERIAL,
                Member.CURRENT_REVISION);
        try {
            Software installed = new Software(
                    values.text(Member.HOST_MAKER),
                    values.text(Member.HOST_PRODUCT),
                    new Revision(values.text(Member.CURRENT_REVISION)));
            return new Identity(installed, values.text(Member.HOST_HARDWARE), values.text(Member.HOST_SERIAL));
        } catch (IllegalArgumentException e) {
            throw connection.failures().nonsense("does not tell its installed revision: " + e.getMessage());
        }
    }

    @Override
    public Capabilities capabilities(Duration limit) throws EquipmentException {
        Deadline deadline = Deadline.in(limit);
        return new Capabilities(
                update.has(
                        deadline,
                        Member.PENDING_REVISION,
                        Member.TRANSFER_WRITE,
                        Member.TRANSFER_COMMIT,
                        Member.INSTALL),
                update.has(deadline, Member.FALLBACK_REVISION),
                update.has(deadline, Member.TRANSFER_READ) && new Transfers(update, deadline).givesProgramBack(),
                update.has(deadline, Member.PREPARATION_STATE, Member.PREPARE),
                update.has(deadline, Member.CONFIRMATION_STATE, Member.CONFIRMATION_TIMEOUT, Member.CONFIRM),
                update.has(deadline, Member.PARAMETERS_READ, Member.PARAMETERS_WRITE, Member.PARAMETERS_COMMIT),
                false);
    }

    @Override
    public UpdateState observe(Duration limit) throws EquipmentException {
        return update.observe(Deadline.in(limit)).state();
    }

    @Override
    public Facts facts(Duration limit) throws EquipmentException {
        DataValue clock = connection
                .read("read the clock", List.of(NodeIds.Server_ServerStatus_CurrentTime), Deadline.in(limit))
                .getFirst();
        if (clock.value().value() instanceof DateTime time) {
            return new Facts(time.getJavaInstant(), certificateEnd);
        }
        throw connection.failures().nonsense("does not tell its time");
    }

    @Override
    public Map<Tag, TagValue> read(Set<Tag> tags, Duration limit) throws EquipmentException {
        return process.tags(tags, Deadline.in(limit));
    }

    @Override
    public void write(Fence fence, Tag tag, TagValue value, Duration limit) throws EquipmentException {
        process.write(tag, value, Deadline.in(limit));
    }

    @Override
    public Map<String, TagValue> retained(Duration limit) throws EquipmentException {
        return process.retained(Deadline.in(limit));
    }

    @Override
    public void restoreRetained(Fence fence, Map<String, TagValue> values, Duration limit) throws EquipmentException {
        process.restoreRetained(values, Deadline.in(limit));
    }

    @Override
    public void stage(Fence fence, Image image, LongConsumer sent, Duration limit)
            throws EquipmentException, IOException {
        new Transfers(update, Deadline.in(limit)).stage(image, sent);
    }

    /** Where a server does not tell its behaviour the worse is taken for true: then the parameters are put back. */
    @Override
    public UpdateBehavior behavior(Software software, Duration limit) throws EquipmentException {
        Deadline deadline = Deadline.in(limit);
        if (!update.has(deadline, Member.GET_UPDATE_BEHAVIOR)) {
            return new UpdateBehavior(false, false, true);
        }
        List<Variant> behavior = update.call(
                "ask for the update behaviour",
                Member.LOADING,
                Member.GET_UPDATE_BEHAVIOR,
                deadline,
                Variant.ofString(software.manufacturerUri()),
                Variant.ofString(software.revision().value()),
                Variant.ofStringArray(update.observe(deadline).patches(software)));
        if (!behavior.isEmpty() && behavior.getFirst().value() instanceof Number bits) {
            return new UpdateBehavior((bits.longValue() & KEEPS_PARAMETERS) != 0, false, true);
        }
        throw connection.failures().nonsense("tells no update behaviour");
    }

    @Override
    public void prepare(Fence fence, Duration limit) throws EquipmentException {
        update.call("prepare", Member.PREPARATION, Member.PREPARE, Deadline.in(limit));
    }

    /** Without a Resume method the server resumes by itself once it has installed (8.4.8.5). */
    @Override
    public void resume(Fence fence, Duration limit) throws EquipmentException {
        Deadline deadline = Deadline.in(limit);
        Preparation now = update.observe(deadline).preparation();
        if (now == Preparation.PREPARING) {
            update.call("abort the preparation", Member.PREPARATION, Member.ABORT_PREPARATION, deadline);
        } else if (now != Preparation.PREPARED || update.has(deadline, Member.RESUME)) {
            update.call("resume", Member.PREPARATION, Member.RESUME, deadline);
        }
    }

    @Override
    public void install(Fence fence, Order order, LongConsumer sent, Duration limit) throws EquipmentException {
        Deadline deadline = Deadline.in(limit);
        Software software = order.image().software();
        Observation observation = update.observe(deadline);
        setTimeToConfirm(order.confirmWithin(), deadline);
        ByteString compared = observation.comparesHash(software)
                ? ByteString.of(order.image().sha256().bytes())
                : ByteString.NULL_VALUE;
        update.call(
                "install " + software,
                Member.INSTALLATION,
                Member.INSTALL,
                deadline,
                Variant.ofString(software.manufacturerUri()),
                Variant.ofString(software.revision().value()),
                Variant.ofStringArray(observation.patches(software)),
                Variant.ofByteString(compared));
    }

    /** To be set before the installation starts (8.3.4.9). */
    private void setTimeToConfirm(Duration confirmWithin, Deadline deadline) throws EquipmentException {
        Optional<NodeId> timeout = update.nodes(deadline).node(Member.CONFIRMATION_TIMEOUT);
        if (timeout.isPresent()) {
            Variant ms = Variant.ofDouble((double) confirmWithin.toMillis());
            String wanted = "set the time to confirm";
            StatusCode result = connection
                    .write(wanted, List.of(ProcessValues.written(timeout.get(), ms)), deadline)
                    .getFirst();
            if (result.isBad()) {
                throw connection.failures().of(wanted, result);
            }
        }
    }

    @Override
    public void acknowledgeError(Fence fence, Duration limit) throws EquipmentException {
        update.call("leave the error state", Member.INSTALLATION, Member.ACKNOWLEDGE_ERROR, Deadline.in(limit));
    }

    @Override
    public void confirm(Fence fence, Duration limit) throws EquipmentException {
        update.call("confirm", Member.CONFIRMATION, Member.CONFIRM, Deadline.in(limit));
    }

    @Override
    public void unlock(Fence fence, Duration limit) throws EquipmentException {
        // Nothing is locked.
    }

    @Override
    public boolean watch(Runnable changed, Duration limit) throws EquipmentException {
        return false;
    }

    @Override
    public void readProgram(OutputStream to, Duration limit) throws EquipmentException, IOException {
        new Transfers(update, Deadline.in(limit)).readProgram(to);
    }

    @Override
    public void readParameters(OutputStream to, Duration limit) throws EquipmentException, IOException {
        new Transfers(update, Deadline.in(limit)).readParameters(to);
    }

    @Override
    public void restoreParameters(Fence fence, InputStream from, Duration limit)
            throws EquipmentException, IOException {
        new Transfers(update, Deadline.in(limit)).restoreParameters(from);
    }

    @Override
    public void close() {
        connection.close();
    }
}
