package org.millwright.equipment.plc4x;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
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
import org.millwright.equipment.plc4x.Mailbox.Call;
import org.millwright.plant.Address;
import org.millwright.plant.Controller;
import org.millwright.plant.Identity;
import org.millwright.plant.Profile;
import org.millwright.plant.ProgramMailbox.Command;
import org.millwright.plant.ProgramMailbox.Place;
import org.millwright.plant.Software;
import org.millwright.plant.Tag;

/** One connection to a controller that is described by a profile. For one caller at a time. */
final class Plc4xSession implements Session {
    private final Profile profile;
    private final Points points;
    private final Clock clock;
    private final ProcessValues process;
    private final Areas areas;
    private final Optional<Programs> programs;

    /** @param turn of this controller's mailbox */
    Plc4xSession(Controller controller, Profile profile, Connection connection, ReentrantLock turn, Clock clock) {
        this.profile = profile;
        this.points = new Points(connection, new Codec(profile.byteOrder()));
        this.clock = clock;
        this.process = new ProcessValues(controller, profile, points);
        this.areas = new Areas(profile.areas(), points);
        this.programs = profile.mailbox().map(m -> new Programs(profile, new Mailbox(m, points, turn)));
    }

    @Override
    public Identity identify(Duration limit) throws EquipmentException {
        List<Address> wanted = Observation.nameplate(profile.nameplate()).toList();
        return new Observation(profile, points.read("read the nameplate", wanted, Deadline.in(limit))).identity();
    }

    @Override
    public Capabilities capabilities(Duration limit) {
        return new Capabilities(
                programs.map(Programs::stagesAhead).orElse(false),
                programs.map(p -> p.mailbox().has(Place.FALLBACK)).orElse(false),
                programs.map(Programs::givesProgramBack).orElse(false),
                knows(Command.PREPARE),
                knows(Command.CONFIRM),
                areas.offered(),
                profile.mailbox().flatMap(m -> m.status().waitsForPowerCycle()).isPresent());
    }

    private boolean knows(Command command) {
        return programs.map(p -> p.mailbox().knows(command)).orElse(false);
    }

    @Override
    public UpdateState observe(Duration limit) throws EquipmentException {
        return Observation.of(profile, points, Deadline.in(limit)).state();
    }

    /** The protocols have no certificates. */
    @Override
    public Facts facts(Duration limit) throws EquipmentException {
        Optional<Address> told = profile.clock();
        Instant now = told.isPresent()
                ? Instant.ofEpochSecond(points.read("read the clock", List.of(told.get()), Deadline.in(limit))
                        .whole(told.get()))
                : clock.instant();
        return new Facts(now, Optional.empty());
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

    private Programs programs() throws EquipmentException {
        return programs.orElseThrow(
                () -> points.failures().refused("offers no way to load software: its profile has no mailbox"));
    }

    @Override
    public void stage(Fence fence, Image image, LongConsumer sent, Duration limit)
            throws EquipmentException, IOException {
        programs().stage(image, sent, Deadline.in(limit));
    }

    @Override
    public UpdateBehavior behavior(Software software, Duration limit) throws EquipmentException {
        return programs().behavior(software, Deadline.in(limit));
    }

    @Override
    public void prepare(Fence fence, Duration limit) throws EquipmentException {
        command("prepare", Command.PREPARE, limit);
    }

    @Override
    public void resume(Fence fence, Duration limit) throws EquipmentException {
        command("resume", Command.RESUME, limit);
    }

    private void command(String what, Command command, Duration limit) throws EquipmentException {
        programs().mailbox().command(new Call(what, command), Deadline.in(limit));
    }

    @Override
    public void install(Fence fence, Order order, LongConsumer sent, Duration limit)
            throws EquipmentException, IOException {
        programs().install(order, sent, Deadline.in(limit));
    }

    @Override
    public void acknowledgeError(Fence fence, Duration limit) throws EquipmentException {
        command("leave the error state", Command.ACKNOWLEDGE, limit);
    }

    @Override
    public void confirm(Fence fence, Duration limit) throws EquipmentException {
        command("confirm", Command.CONFIRM, limit);
    }

    /** Nobody is ever kept off. */
    @Override
    public void unlock(Fence fence, Duration limit) {}

    @Override
    public boolean watch(Runnable changed, Duration limit) {
        return false;
    }

    @Override
    public void readProgram(OutputStream to, Duration limit) throws EquipmentException, IOException {
        programs().readProgram(to, Deadline.in(limit));
    }

    @Override
    public void readParameters(OutputStream to, Duration limit) throws EquipmentException, IOException {
        areas.read(to, Deadline.in(limit));
    }

    @Override
    public void restoreParameters(Fence fence, InputStream from, Duration limit)
            throws EquipmentException, IOException {
        areas.restore(from, Deadline.in(limit));
    }

    @Override
    public void close() {
        points.connection().close();
    }
}
