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
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.millwright.equipment.Capabilities;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Fence;
import org.millwright.equipment.Image;
import org.millwright.equipment.Order;
import org.millwright.equipment.Session;
import org.millwright.equipment.TagValue;
import org.millwright.equipment.UpdateBehavior;
import org.millwright.equipment.UpdateState;
import org.millwright.plant.Controller;
import org.millwright.plant.Identity;
import org.millwright.plant.Software;
import org.millwright.plant.Tag;

/** One session with a DI Software Update server. For one caller at a time. */
final class OpcuaSession implements Session {
    private final Connection connection;
    private final Optional<CertificateEnd> certificateEnd;
    private final ProcessValues process;
    private final SoftwareUpdate update;
    private final DeviceLock lock;
    private final UpdateCommands commands;
    private final Watch watch;

    OpcuaSession(Controller controller, Connector.Opened opened, UpdateKey key) {
        this.connection = opened.connection();
        this.certificateEnd = opened.certificateEnd();
        this.process = new ProcessValues(controller, connection);
        this.update = new SoftwareUpdate(connection, controller.expects());
        this.lock = new DeviceLock(update);
        this.commands = new UpdateCommands(update, lock, key);
        this.watch = new Watch(update);
    }

    @Override
    public Identity identify(Duration limit) throws EquipmentException {
        Deadline deadline = Deadline.in(limit);
        MemberValues values = update.read(
                deadline,
                Member.HOST_MAKER,
                Member.HOST_PRODUCT,
                Member.HOST_HARDWARE,
                Member.HOST_SERIAL,
                Member.HOST_REVISION,
                Member.CURRENT_REVISION);
        return new Identity(
                new Versions(values, connection.failures()).ofNameplate(),
                values.text(Member.HOST_HARDWARE),
                values.text(Member.HOST_SERIAL));
    }

    @Override
    public Capabilities capabilities(Duration limit) throws EquipmentException {
        Deadline deadline = Deadline.in(limit);
        Loading loading = update.loading(deadline);
        return new Capabilities(
                loading.stagesAhead(),
                loading.fallbackSlot(deadline),
                loading.givesProgramBack(deadline),
                update.has(deadline, Member.PREPARATION_STATE, Member.PREPARE),
                update.has(deadline, Member.CONFIRMATION_STATE, Member.CONFIRMATION_TIMEOUT, Member.CONFIRM),
                update.has(deadline, Member.PARAMETERS_READ, Member.PARAMETERS_WRITE, Member.PARAMETERS_COMMIT),
                update.has(deadline, Member.POWER_CYCLE_STATE));
    }

    @Override
    public UpdateState observe(Duration limit) throws EquipmentException {
        Deadline deadline = Deadline.in(limit);
        Observation seen = update.observe(deadline);
        lock.keep(seen, deadline);
        return seen.state(update.loading(deadline).slots(seen, deadline));
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
        Deadline deadline = Deadline.in(limit);
        commands.lockIfUpdatable(deadline);
        process.restoreRetained(values, deadline);
    }

    @Override
    public void stage(Fence fence, Image image, LongConsumer sent, Duration limit)
            throws EquipmentException, IOException {
        commands.stage(image, sent, Deadline.in(limit));
    }

    @Override
    public UpdateBehavior behavior(Software software, Duration limit) throws EquipmentException {
        Deadline deadline = Deadline.in(limit);
        return update.loading(deadline).behavior(software, deadline);
    }

    @Override
    public void prepare(Fence fence, Duration limit) throws EquipmentException {
        commands.prepare(Deadline.in(limit));
    }

    @Override
    public void resume(Fence fence, Duration limit) throws EquipmentException {
        commands.resume(Deadline.in(limit));
    }

    @Override
    public void install(Fence fence, Order order, LongConsumer sent, Duration limit)
            throws EquipmentException, IOException {
        commands.install(order, sent, Deadline.in(limit));
    }

    @Override
    public void acknowledgeError(Fence fence, Duration limit) throws EquipmentException {
        commands.acknowledgeError(Deadline.in(limit));
    }

    @Override
    public void confirm(Fence fence, Duration limit) throws EquipmentException {
        commands.confirm(Deadline.in(limit));
    }

    @Override
    public void unlock(Fence fence, Duration limit) throws EquipmentException {
        lock.release(Deadline.in(limit));
    }

    @Override
    public boolean watch(Runnable changed, Duration limit) throws EquipmentException {
        return watch.add(changed, Deadline.in(limit));
    }

    @Override
    public void readProgram(OutputStream to, Duration limit) throws EquipmentException, IOException {
        Deadline deadline = Deadline.in(limit);
        update.loading(deadline).readProgram(to, deadline);
    }

    @Override
    public void readParameters(OutputStream to, Duration limit) throws EquipmentException, IOException {
        new ParameterFile(update, Deadline.in(limit)).read(to);
    }

    @Override
    public void restoreParameters(Fence fence, InputStream from, Duration limit)
            throws EquipmentException, IOException {
        commands.restoreParameters(from, Deadline.in(limit));
    }

    @Override
    public void close() {
        connection.close();
    }
}
