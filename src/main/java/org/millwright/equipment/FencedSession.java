package org.millwright.equipment;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.millwright.plant.Identity;
import org.millwright.plant.Software;
import org.millwright.plant.Tag;

/** Hands everything on; what changes something goes through the controller's gate. */
final class FencedSession implements Session {
    private final Session session;
    private final Gate gate;

    FencedSession(Session session, Gate gate) {
        this.session = session;
        this.gate = gate;
    }

    @Override
    public Identity identify(Duration limit) throws EquipmentException {
        return session.identify(limit);
    }

    @Override
    public Capabilities capabilities(Duration limit) throws EquipmentException {
        return session.capabilities(limit);
    }

    @Override
    public UpdateState observe(Duration limit) throws EquipmentException {
        return session.observe(limit);
    }

    @Override
    public Facts facts(Duration limit) throws EquipmentException {
        return session.facts(limit);
    }

    @Override
    public Map<Tag, TagValue> read(Set<Tag> tags, Duration limit) throws EquipmentException {
        return session.read(tags, limit);
    }

    @Override
    public void write(Fence fence, Tag tag, TagValue value, Duration limit) throws EquipmentException {
        gate.pass(fence, limit, left -> session.write(fence, tag, value, left));
    }

    @Override
    public Map<String, TagValue> retained(Duration limit) throws EquipmentException {
        return session.retained(limit);
    }

    @Override
    public void restoreRetained(Fence fence, Map<String, TagValue> values, Duration limit) throws EquipmentException {
        gate.pass(fence, limit, left -> session.restoreRetained(fence, values, left));
    }

    @Override
    public void stage(Fence fence, Image image, LongConsumer sent, Duration limit)
            throws EquipmentException, IOException {
        gate.<IOException>pass(fence, limit, left -> session.stage(fence, image, sent, left));
    }

    @Override
    public UpdateBehavior behavior(Software software, Duration limit) throws EquipmentException {
        return session.behavior(software, limit);
    }

    @Override
    public void prepare(Fence fence, Duration limit) throws EquipmentException {
        gate.pass(fence, limit, left -> session.prepare(fence, left));
    }

    @Override
    public void resume(Fence fence, Duration limit) throws EquipmentException {
        gate.pass(fence, limit, left -> session.resume(fence, left));
    }

    @Override
    public void install(Fence fence, Order order, LongConsumer sent, Duration limit)
            throws EquipmentException, IOException {
        gate.<IOException>pass(fence, limit, left -> session.install(fence, order, sent, left));
    }

    @Override
    public void acknowledgeError(Fence fence, Duration limit) throws EquipmentException {
        gate.pass(fence, limit, left -> session.acknowledgeError(fence, left));
    }

    @Override
    public void confirm(Fence fence, Duration limit) throws EquipmentException {
        gate.pass(fence, limit, left -> session.confirm(fence, left));
    }

    @Override
    public void unlock(Fence fence, Duration limit) throws EquipmentException {
        gate.pass(fence, limit, left -> session.unlock(fence, left));
    }

    @Override
    public boolean watch(Runnable changed, Duration limit) throws EquipmentException {
        return session.watch(changed, limit);
    }

    @Override
    public void readProgram(OutputStream to, Duration limit) throws EquipmentException, IOException {
        session.readProgram(to, limit);
    }

    @Override
    public void readParameters(OutputStream to, Duration limit) throws EquipmentException, IOException {
        session.readParameters(to, limit);
    }

    @Override
    public void restoreParameters(Fence fence, InputStream from, Duration limit)
            throws EquipmentException, IOException {
        gate.<IOException>pass(fence, limit, left -> session.restoreParameters(fence, from, left));
    }

    @Override
    public void close() {
        session.close();
    }
}
