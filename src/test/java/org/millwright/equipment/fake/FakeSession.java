package org.millwright.equipment.fake;

import static org.millwright.equipment.EquipmentException.Kind.REFUSED;
import static org.millwright.equipment.EquipmentException.Kind.TIMED_OUT;
import static org.millwright.equipment.EquipmentException.Kind.UNREACHABLE;
import static org.millwright.equipment.EquipmentException.Kind.UNTRUSTED;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.millwright.equipment.Capabilities;
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

/** A connection to a fake controller; dead from its reboot, an interruption or a lost reply on. */
final class FakeSession implements Session {
    private static final int STEPS = 20;

    private final FakePlant plant;
    private final FakeController controller;
    private final Set<Tag> addresses;
    private final int connection;
    private boolean closed;

    private FakeSession(FakePlant plant, FakeController controller, Set<Tag> addresses) {
        this.plant = plant;
        this.controller = controller;
        this.addresses = addresses;
        this.connection = controller.connectionsEnded();
    }

    static Session open(FakePlant plant, Controller described) throws EquipmentException {
        plant.advance();
        FakeController controller = plant.controller(described.id());
        controller.faults().setOffBy(Verb.OPEN).forEach(controller::arm);
        if (!controller.reachable()) {
            throw new EquipmentException(UNREACHABLE, controller.id() + ": nobody answers");
        }
        if (controller.faults().has(Fault.NewCertificate.class)) {
            throw new EquipmentException(
                    UNTRUSTED, controller.id() + ": shows a new certificate; millwright trust ADD 0123456789ab");
        }
        if (controller.faults().has(Fault.WrongCredentials.class)) {
            throw new EquipmentException(REFUSED, controller.id() + ": Bad_UserAccessDenied");
        }
        return new FakeSession(plant, controller, described.tags().keySet());
    }

    @Override
    public Identity identify(Duration limit) throws EquipmentException {
        arrive(Verb.IDENTIFY);
        return controller.identity();
    }

    @Override
    public Capabilities capabilities(Duration limit) throws EquipmentException {
        arrive(Verb.CAPABILITIES);
        Capabilities can = controller.settings().capabilities();
        return new Capabilities(
                can.stagesAhead(),
                can.fallbackSlot(),
                can.givesProgramBack() && !controller.faults().has(Fault.ProgramNotReadable.class),
                can.preparation(),
                can.confirmation(),
                can.parameterFile(),
                can.powerCycle());
    }

    @Override
    public UpdateState observe(Duration limit) throws EquipmentException {
        arrive(Verb.OBSERVE);
        return controller.update().state(controller.health());
    }

    @Override
    public Facts facts(Duration limit) throws EquipmentException {
        arrive(Verb.FACTS);
        return controller.facts();
    }

    @Override
    public Map<Tag, TagValue> read(Set<Tag> tags, Duration limit) throws EquipmentException {
        arrive(Verb.READ);
        Map<Tag, TagValue> values = new EnumMap<>(Tag.class);
        for (Tag tag : tags) {
            checkAddress(tag);
            values.put(tag, controller.value(tag));
        }
        return values;
    }

    private void checkAddress(Tag tag) throws EquipmentException {
        if (!addresses.contains(tag)) {
            throw new EquipmentException(REFUSED, controller.id() + " has no address for " + tag.key());
        }
    }

    @Override
    public void write(Fence fence, Tag tag, TagValue value, Duration limit) throws EquipmentException {
        command(fence, Verb.WRITE, tag.key() + "=" + value, () -> {
            checkAddress(tag);
            controller.write(tag, value);
        });
    }

    @Override
    public Map<String, TagValue> retained(Duration limit) throws EquipmentException {
        arrive(Verb.READ_RETAINED);
        return controller.retainedNow();
    }

    @Override
    public void restoreRetained(Fence fence, Map<String, TagValue> values, Duration limit) throws EquipmentException {
        command(fence, Verb.RESTORE_RETAINED, values.toString(), () -> controller.writeRetained(values));
    }

    @Override
    public void stage(Fence fence, Image image, LongConsumer sent, Duration limit)
            throws EquipmentException, IOException {
        byte[] bytes;
        try (InputStream in = image.content().open()) {
            bytes = in.readAllBytes();
        }
        command(fence, Verb.STAGE, image.software().toString(), () -> {
            send(bytes.length, sent);
            controller.update().stage(bytes);
        });
    }

    private void send(int bytes, LongConsumer sent) throws EquipmentException {
        Optional<Fault.TransferCut> cut = controller.faults().take(Fault.TransferCut.class);
        for (int step = 1; step <= STEPS; step++) {
            if (cut.isPresent() && step * 100 / STEPS > cut.get().percent()) {
                controller.endConnections();
                throw new EquipmentException(TIMED_OUT, controller.id() + ": connection lost while sending");
            }
            sent.accept((long) bytes * step / STEPS);
        }
    }

    @Override
    public UpdateBehavior behavior(Software software, Duration limit) throws EquipmentException {
        arrive(Verb.BEHAVIOR);
        if (!controller.settings().capabilities().stagesAhead()) {
            return behavior();
        }
        UpdateState state = controller.update().state(controller.health());
        boolean known = state.pending()
                        .filter(s -> s.software().equals(software))
                        .isPresent()
                || state.fallback().filter(s -> s.software().equals(software)).isPresent();
        if (!known) {
            throw new EquipmentException(REFUSED, "Bad_NotFound: " + software + " is in no slot");
        }
        return behavior();
    }

    private UpdateBehavior behavior() {
        FakeSettings settings = controller.settings();
        return new UpdateBehavior(
                !settings.losesParameters(), settings.capabilities().powerCycle(), true);
    }

    @Override
    public void prepare(Fence fence, Duration limit) throws EquipmentException {
        command(fence, Verb.PREPARE, "", () -> controller.update().prepare());
    }

    @Override
    public void resume(Fence fence, Duration limit) throws EquipmentException {
        command(fence, Verb.RESUME, "", () -> controller.update().resume());
    }

    @Override
    public void install(Fence fence, Order order, LongConsumer sent, Duration limit)
            throws EquipmentException, IOException {
        Image image = order.image();
        if (!controller.settings().capabilities().stagesAhead()) {
            byte[] bytes;
            try (InputStream in = image.content().open()) {
                bytes = in.readAllBytes();
            }
            command(fence, Verb.INSTALL, image.software().toString(), () -> {
                controller.update().beginReceiving();
                send(bytes.length, sent);
                controller.update().received(bytes, order.confirmWithin());
            });
            return;
        }
        command(
                fence,
                Verb.INSTALL,
                image.software().toString(),
                () -> controller.update().install(image.software(), image.sha256(), order.confirmWithin()));
    }

    @Override
    public void acknowledgeError(Fence fence, Duration limit) throws EquipmentException {
        command(fence, Verb.ACKNOWLEDGE_ERROR, "", () -> controller.update().acknowledgeError());
    }

    @Override
    public void confirm(Fence fence, Duration limit) throws EquipmentException {
        command(fence, Verb.CONFIRM, "", () -> controller.update().confirm());
    }

    @Override
    public void unlock(Fence fence, Duration limit) throws EquipmentException {
        command(fence, Verb.UNLOCK, "", () -> {});
    }

    @Override
    public boolean watch(Runnable changed, Duration limit) throws EquipmentException {
        arrive(Verb.WATCH);
        return false;
    }

    @Override
    public void readProgram(OutputStream to, Duration limit) throws EquipmentException, IOException {
        arrive(Verb.READ_PROGRAM);
        if (!controller.settings().capabilities().givesProgramBack()
                || controller.faults().has(Fault.ProgramNotReadable.class)) {
            throw new EquipmentException(REFUSED, controller.id() + ": Bad_NotSupported, cannot give its program");
        }
        to.write(controller.update().current().bytes());
    }

    @Override
    public void readParameters(OutputStream to, Duration limit) throws EquipmentException, IOException {
        arrive(Verb.READ_PARAMETERS);
        checkParameterFile();
        to.write(controller.parametersNow());
    }

    @Override
    public void restoreParameters(Fence fence, InputStream from, Duration limit)
            throws EquipmentException, IOException {
        byte[] file = from.readAllBytes();
        command(fence, Verb.RESTORE_PARAMETERS, file.length + " bytes", () -> {
            checkParameterFile();
            controller.restoreParameters(file);
        });
    }

    private void checkParameterFile() throws EquipmentException {
        if (!controller.settings().capabilities().parameterFile()) {
            throw new EquipmentException(REFUSED, controller.id() + ": Bad_NotSupported, no parameter file");
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private void arrive(Verb verb) throws EquipmentException {
        plant.advance();
        controller.faults().setOffBy(verb).forEach(controller::arm);
        if (closed || connection != controller.connectionsEnded() || !controller.reachable()) {
            throw new EquipmentException(UNREACHABLE, controller.id() + ": the connection is gone");
        }
    }

    private void command(Fence fence, Verb verb, String what, Change change) throws EquipmentException {
        arrive(verb);
        Optional<Fault.LostReply> lost = controller.faults().takeLostReply(verb);
        boolean done = false;
        try {
            controller.accept(fence);
            if (lost.isEmpty() || lost.get().carriedOut()) {
                change.carryOut();
                done = true;
            }
        } finally {
            plant.record(new Command(plant.now(), controller.id(), fence, verb, what, done));
        }
        if (lost.isPresent()) {
            closed = true;
            throw new EquipmentException(TIMED_OUT, controller.id() + ": no answer to " + verb);
        }
    }

    /** What a command does to the controller. */
    private interface Change {
        void carryOut() throws EquipmentException;
    }
}
