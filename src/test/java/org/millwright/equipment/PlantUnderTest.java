package org.millwright.equipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.millwright.equipment.EquipmentException.Kind.TIMED_OUT;
import static org.millwright.equipment.EquipmentException.Kind.UNREACHABLE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.equipment.UpdateState.Installation;
import org.millwright.equipment.UpdateState.Preparation;
import org.millwright.plant.Controller;
import org.millwright.plant.Controller.Access;
import org.millwright.plant.Controller.Expected;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.plant.Tag;
import org.millwright.release.Sha256;

/**
 * A line of two controllers of the product below with hardware revision 3: the first keeps its parameters over an
 * installation, the second loses them. Both take {@link #WORK} at the most for preparing, installing, booting or
 * resuming. Time passes for them only by {@link #advance}.
 */
abstract class PlantUnderTest {
    protected static final String MAKER = "urn:test:works";
    protected static final String PRODUCT = "TW-1";
    protected static final String OLD = "1.0.0";
    protected static final Duration WORK = Duration.ofSeconds(10);
    protected static final ControllerId FIRST = new ControllerId("first");
    protected static final ControllerId SECOND = new ControllerId("second");

    /** Ample for a busy machine: no test waits for it. */
    protected static final Duration LIMIT = Duration.ofSeconds(30);

    protected static final Duration CONFIRM_WITHIN = Duration.ofMinutes(2);
    protected static final String NEW = "2.0.0";
    protected static final TestPackage UPGRADE =
            new TestPackage(new Software(MAKER, PRODUCT, new Revision(NEW)), "1..9", Map.of(), 300_000);

    @TempDir
    Path folder;

    private final List<Session> opened = new ArrayList<>();
    private long command;

    /** What the plant is known to offer before its first upgrade. */
    abstract Capabilities can();

    /** What it is known to be like besides. */
    abstract Traits traits();

    /** A person switches a controller's power off and on. */
    abstract void cyclePower(ControllerId id);

    /** How software gets into a controller (OPC 10000-100 8.3.4). */
    enum Way {
        /** Into a pending slot, and from there into the current one. */
        SLOTS,
        /** Into the one slot that there is. */
        DIRECT,
        /** Into a file, which stays there and gives a program back from then on. */
        FILES
    }

    /**
     * What {@link Capabilities} do not say.
     *
     * @param preparedFirst takes software only while it is prepared
     * @param validates says before an installation that a package is damaged
     * @param losesAnswers may reboot into new software before it has answered the order: then only looking tells
     * @param tells what it explains itself with
     */
    record Traits(Way way, boolean preparedFirst, boolean validates, boolean losesAnswers, Tells tells) {
        /** Slots, and everything told. */
        static final Traits USUAL = new Traits(Way.SLOTS, false, true, false, new Tells(true, true, true));

        /**
         * What a controller says of itself.
         *
         * @param hash of the software in its slots
         * @param text in words
         * @param errorCode of its maker
         */
        record Tells(boolean hash, boolean text, boolean errorCode) {}
    }

    /** The equipment as the service uses it. */
    abstract Equipment equipment();

    abstract Controller controller(ControllerId id);

    abstract void advance(Duration time);

    /** The first controller at an address where nobody answers. */
    abstract Controller unreachable();

    /** A controller that wants a log-in, with another password than its own. */
    abstract Controller wrongPassword();

    /** What a refusal of that password says. */
    String refusedLogIn() {
        return "Bad_UserAccessDenied";
    }

    /** The same controller without an address for anything. */
    Controller bare(Controller known) {
        return described(known.id(), known.address(), known.access(), Map.of(), Map.of());
    }

    /** Cuts the first controller's connections in the middle of the next package. */
    abstract void cutNextTransfer();

    /** The first controller's next installation ends in its error state. */
    abstract void failNextInstallation();

    protected static Controller described(
            ControllerId id, String address, Access access, Map<Tag, String> tags, Map<String, String> retained) {
        Expected expects = new Expected(MAKER, PRODUCT);
        return new Controller(
                id, "station of " + id, Controller.Driver.OPCUA, address, expects, access, tags, retained);
    }

    @AfterEach
    void closeSessions() {
        opened.forEach(Session::close);
    }

    protected Session open(ControllerId id) throws EquipmentException {
        return open(controller(id));
    }

    protected Session open(Controller controller) throws EquipmentException {
        Session session = equipment().open(controller, LIMIT);
        opened.add(session);
        return session;
    }

    protected Fence fence() {
        return new Fence(1, ++command);
    }

    protected static EquipmentException failure(ThrowingCallable request) {
        return Optional.ofNullable(catchThrowableOfType(EquipmentException.class, request))
                .orElseThrow(() -> new AssertionError("the request was not refused"));
    }

    protected static Revision installed(Session session) throws EquipmentException {
        return session.observe(LIMIT).current().revision();
    }

    /** What a controller with a pending slot is sent now; without one it gets the image with the order to install. */
    protected Image stage(Session session, TestPackage pack) throws EquipmentException, IOException {
        Image image = pack.writeTo(folder);
        if (can().stagesAhead()) {
            if (traits().preparedFirst()) {
                prepare(session);
            }
            session.stage(fence(), image, _ -> {}, LIMIT);
        }
        return image;
    }

    /** Sends where sending is all that a controller needs to be without software. */
    protected void send(Session session, Image image) throws EquipmentException, IOException {
        if (can().stagesAhead()) {
            session.stage(fence(), image, _ -> {}, LIMIT);
        } else {
            session.install(fence(), order(image, Duration.ZERO), _ -> {}, LIMIT);
        }
    }

    /** Whoever is prepared already stays so; who has no such step needs none. */
    protected void prepare(Session session) throws EquipmentException {
        if (can().preparation() && session.observe(LIMIT).preparation() != Preparation.PREPARED) {
            session.prepare(fence(), LIMIT);
            advance(WORK);
            assertThat(session.observe(LIMIT).preparation()).isEqualTo(Preparation.PREPARED);
        }
    }

    /** What has to be done before software can be sent at all. */
    protected void prepareToSend(Session session) throws EquipmentException {
        if (traits().preparedFirst() || !can().stagesAhead()) {
            prepare(session);
        }
    }

    /** Back to production; some go there by themselves once the update is over. */
    protected void resume(Session session) throws EquipmentException {
        advance(WORK);
        if (session.observe(LIMIT).preparation() == Preparation.PREPARED) {
            session.resume(fence(), LIMIT);
            advance(WORK);
        }
    }

    protected static Order order(Image image, Duration confirmWithin) {
        return new Order(image, confirmWithin, Duration.ZERO);
    }

    /** For software that a slot holds: its content is not to be read. */
    protected static Order order(Software software, Sha256 hash, Duration confirmWithin) {
        Image image = new Image(software, hash, 1, () -> {
            throw new IOException("was read although a slot holds it");
        });
        return order(image, confirmWithin);
    }

    /** Up to the reboot with the new software. */
    protected void install(ControllerId id, Image image, Duration confirmWithin)
            throws EquipmentException, IOException {
        install(id, order(image, confirmWithin));
    }

    protected void install(ControllerId id, Order order) throws EquipmentException, IOException {
        Session session = open(id);
        order(session, order);
        if (traits().way() != Way.DIRECT) {
            assertThat(session.observe(LIMIT).installation()).isEqualTo(Installation.INSTALLING);
        }
        advance(WORK.multipliedBy(2));
        if (can().powerCycle()) {
            assertThat(open(id).observe(LIMIT).waitingForPowerCycle())
                    .as("waits for a person to cut the power")
                    .isTrue();
            cyclePower(id);
            advance(WORK.multipliedBy(3));
        }
    }

    /** Orders an installation that is to be accepted. */
    protected void order(Session session, Order order) throws EquipmentException, IOException {
        try {
            session.install(fence(), order, _ -> {}, LIMIT);
        } catch (EquipmentException e) {
            boolean unknown = e.kind() == UNREACHABLE || e.kind() == TIMED_OUT;
            if (!traits().losesAnswers() || !unknown) {
                throw e;
            }
        }
    }

    protected Image upgrade(ControllerId id, Duration confirmWithin) throws EquipmentException, IOException {
        return upgrade(id, UPGRADE, confirmWithin);
    }

    protected Image upgrade(ControllerId id, TestPackage pack, Duration confirmWithin)
            throws EquipmentException, IOException {
        Session session = open(id);
        Image image = stage(session, pack);
        prepare(session);
        install(id, image, confirmWithin);
        return image;
    }

    protected static byte[] parameters(Session session) throws EquipmentException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        session.readParameters(out, LIMIT);
        return out.toByteArray();
    }
}
