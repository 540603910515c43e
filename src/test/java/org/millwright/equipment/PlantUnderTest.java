package org.millwright.equipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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

    /** The equipment as the service uses it. */
    abstract Equipment equipment();

    abstract Controller controller(ControllerId id);

    abstract void advance(Duration time);

    /** The first controller at an address where nobody answers. */
    abstract Controller unreachable();

    /** A controller that wants a log-in, with another password than its own. */
    abstract Controller wrongPassword();

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

    protected Image stage(Session session, TestPackage pack) throws EquipmentException, IOException {
        Image image = pack.writeTo(folder);
        session.stage(fence(), image, _ -> {}, LIMIT);
        return image;
    }

    protected void prepare(Session session) throws EquipmentException {
        session.prepare(fence(), LIMIT);
        advance(WORK);
        assertThat(session.observe(LIMIT).preparation()).isEqualTo(Preparation.PREPARED);
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
        Session session = open(id);
        session.install(fence(), order(image, confirmWithin), _ -> {}, LIMIT);
        assertThat(session.observe(LIMIT).installation()).isEqualTo(Installation.INSTALLING);
        advance(WORK.multipliedBy(2));
    }

    protected Image upgrade(ControllerId id, Duration confirmWithin) throws EquipmentException, IOException {
        Session session = open(id);
        Image image = stage(session, UPGRADE);
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
