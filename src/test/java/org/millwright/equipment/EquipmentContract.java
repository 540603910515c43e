package org.millwright.equipment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;
import static org.millwright.equipment.EquipmentException.Kind.TIMED_OUT;
import static org.millwright.equipment.EquipmentException.Kind.UNREACHABLE;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.equipment.UpdateState.Health;
import org.millwright.equipment.UpdateState.Installation;
import org.millwright.equipment.UpdateState.Preparation;
import org.millwright.equipment.UpdateState.Slot;
import org.millwright.plant.Controller;
import org.millwright.plant.Controller.Access;
import org.millwright.plant.Controller.Expected;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.plant.Tag;
import org.millwright.release.Sha256;

/**
 * What an upgrade relies on, whatever the driver. The plant under test is a line of two controllers of the product
 * below with hardware revision 3: the first keeps its parameters over an installation, the second loses them. Both
 * take {@link #WORK} at the most for preparing, installing, booting or resuming. Time passes for them only by
 * {@link #advance}.
 */
abstract class EquipmentContract {
    protected static final String MAKER = "urn:test:works";
    protected static final String PRODUCT = "TW-1";
    protected static final String OLD = "1.0.0";
    protected static final Duration WORK = Duration.ofSeconds(10);
    protected static final ControllerId FIRST = new ControllerId("first");
    protected static final ControllerId SECOND = new ControllerId("second");

    /** Ample for a busy machine: no test waits for it. */
    protected static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Duration CONFIRM_WITHIN = Duration.ofMinutes(2);
    private static final String NEW = "2.0.0";
    private static final TestPackage UPGRADE =
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
        Session session = equipment().open(controller(id), LIMIT);
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

    private static Revision installed(Session session) throws EquipmentException {
        return session.observe(LIMIT).current().revision();
    }

    private Image stage(Session session, TestPackage pack) throws EquipmentException, IOException {
        Image image = pack.writeTo(folder);
        session.stage(fence(), image, _ -> {}, LIMIT);
        return image;
    }

    private void prepare(Session session) throws EquipmentException {
        session.prepare(fence(), LIMIT);
        advance(WORK);
        assertThat(session.observe(LIMIT).preparation()).isEqualTo(Preparation.PREPARED);
    }

    /** Up to the reboot with the new software. */
    private void install(ControllerId id, Image image, Duration confirmWithin) throws EquipmentException {
        Session session = open(id);
        session.install(fence(), image.software(), image.sha256(), confirmWithin, LIMIT);
        assertThat(session.observe(LIMIT).installation()).isEqualTo(Installation.INSTALLING);
        advance(WORK.multipliedBy(2));
    }

    private Image upgrade(ControllerId id, Duration confirmWithin) throws EquipmentException, IOException {
        Session session = open(id);
        Image image = stage(session, UPGRADE);
        prepare(session);
        install(id, image, confirmWithin);
        return image;
    }

    private static byte[] parameters(Session session) throws EquipmentException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        session.readParameters(out, LIMIT);
        return out.toByteArray();
    }

    @Test
    void aControllerTellsWhatItIs() throws EquipmentException {
        var identity = open(FIRST).identify(LIMIT);

        assertThat(identity.installed()).isEqualTo(new Software(MAKER, PRODUCT, new Revision(OLD)));
        assertThat(identity.hardwareRevision()).isEqualTo("3");
        assertThat(identity.serialNumber()).isNotBlank();
    }

    @Test
    void capabilitiesAreFoundByAsking() throws EquipmentException {
        assertThat(open(FIRST).capabilities(LIMIT)).isEqualTo(new Capabilities(true, true, true, true, true, true));
    }

    @Test
    void aControllerAtRestShowsItsSoftwareAndEmptySlots() throws EquipmentException {
        UpdateState state = open(FIRST).observe(LIMIT);

        assertThat(state.preparation()).isEqualTo(Preparation.IDLE);
        assertThat(state.installation()).isEqualTo(Installation.IDLE);
        assertThat(state.waitingForConfirm()).isFalse();
        assertThat(state.current().revision().value()).isEqualTo(OLD);
        assertThat(state.pending()).isEmpty();
        assertThat(state.fallback()).isEmpty();
        assertThat(state.vendorErrorCode()).isZero();
        assertThat(state.health()).isEqualTo(Health.NORMAL);
    }

    @Test
    void theCertificateOutlivesTheControllersClock() throws EquipmentException {
        var facts = open(FIRST).facts(LIMIT);

        assertThat(facts.certificateEnds()).isAfter(facts.clock());
    }

    @Test
    void everyTagHasTheTypeOfItsMeaning() throws EquipmentException {
        Map<Tag, TagValue> values = open(FIRST).read(EnumSet.allOf(Tag.class), LIMIT);

        assertThat(values).containsOnlyKeys(Tag.values());
        assertThat(values.get(Tag.STATE)).isInstanceOf(TagValue.Text.class);
        assertThat(values.get(Tag.INFEED_ENABLED)).isInstanceOf(TagValue.Flag.class);
        assertThat(values.get(Tag.PARTS_IN_STATION)).isInstanceOf(TagValue.Whole.class);
        assertThat(values.get(Tag.CYCLE_COUNT)).isInstanceOf(TagValue.Whole.class);
        assertThat(values.get(Tag.REJECT_COUNT)).isInstanceOf(TagValue.Whole.class);
        assertThat(values.get(Tag.LAST_CYCLE_TIME_MS)).isInstanceOf(TagValue.Real.class);
        assertThat(values.get(Tag.ALARMS)).isEqualTo(new TagValue.Texts(List.of()));
        assertThat(values.get(Tag.RECIPE)).isInstanceOf(TagValue.Text.class);
    }

    @Test
    void writtenTagsAreReadBack() throws EquipmentException {
        Session session = open(FIRST);
        for (boolean infeed : new boolean[] {false, true}) {
            session.write(fence(), Tag.INFEED_ENABLED, new TagValue.Flag(infeed), LIMIT);
            session.write(fence(), Tag.RECIPE, new TagValue.Text("recipe " + infeed), LIMIT);

            assertThat(session.read(EnumSet.of(Tag.INFEED_ENABLED, Tag.RECIPE), LIMIT))
                    .containsEntry(Tag.INFEED_ENABLED, new TagValue.Flag(infeed))
                    .containsEntry(Tag.RECIPE, new TagValue.Text("recipe " + infeed));
        }
    }

    @Test
    void aTagThatOnlyTheMachineSetsCannotBeWritten() throws EquipmentException {
        Session session = open(FIRST);

        assertThat(failure(() -> session.write(fence(), Tag.PARTS_IN_STATION, new TagValue.Whole(0), LIMIT))
                        .kind())
                .isEqualTo(REFUSED);
        assertThat(failure(() -> session.write(fence(), Tag.INFEED_ENABLED, new TagValue.Text("on"), LIMIT))
                        .kind())
                .as("a value of another type")
                .isEqualTo(REFUSED);
        assertThat(installed(session)).as("the session lives on").isNotNull();
    }

    @Test
    void aTagWithoutAddressIsRefusedByName() throws EquipmentException {
        Controller known = controller(FIRST);
        Controller bare = described(FIRST, known.address(), known.access(), Map.of(), Map.of());
        Session session = equipment().open(bare, LIMIT);
        opened.add(session);

        EquipmentException refusal = failure(() -> session.read(Set.of(Tag.CYCLE_COUNT), LIMIT));
        assertThat(refusal.kind()).isEqualTo(REFUSED);
        assertThat(refusal).hasMessageContaining("cycle-count").hasMessageContaining("first");
    }

    @Test
    void aMachineThatIsFedCountsCycles() throws EquipmentException {
        Session session = open(FIRST);
        session.write(fence(), Tag.INFEED_ENABLED, new TagValue.Flag(true), LIMIT);
        TagValue before = session.read(Set.of(Tag.CYCLE_COUNT), LIMIT).get(Tag.CYCLE_COUNT);
        advance(Duration.ofMinutes(1));
        TagValue after = session.read(Set.of(Tag.CYCLE_COUNT), LIMIT).get(Tag.CYCLE_COUNT);

        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void retainedDataComeBackAsTheyWereSaved() throws EquipmentException {
        Session session = open(FIRST);
        session.write(fence(), Tag.INFEED_ENABLED, new TagValue.Flag(false), LIMIT);
        advance(Duration.ofMinutes(1));
        Map<String, TagValue> saved = session.retained(LIMIT);
        assertThat(saved).containsOnlyKeys("total", "wear", "maintained");

        session.restoreRetained(
                fence(),
                Map.of(
                        "total", new TagValue.Whole(42),
                        "wear", new TagValue.Real(0.25),
                        "maintained", new TagValue.Text("2031-02-03")),
                LIMIT);
        assertThat(session.retained(LIMIT))
                .containsEntry("total", new TagValue.Whole(42))
                .containsEntry("wear", new TagValue.Real(0.25))
                .containsEntry("maintained", new TagValue.Text("2031-02-03"));

        session.restoreRetained(fence(), saved, LIMIT);
        assertThat(session.retained(LIMIT)).isEqualTo(saved);
    }

    @Test
    void aStagedPackageIsPendingWhileTheControllerGoesOn() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Image image = UPGRADE.writeTo(folder);
        List<Long> sent = new ArrayList<>();
        session.stage(fence(), image, sent::add, LIMIT);

        UpdateState state = session.observe(LIMIT);
        assertThat(state.pending()).contains(new Slot(image.software(), Optional.of(image.sha256())));
        assertThat(state.current().revision().value()).isEqualTo(OLD);
        assertThat(state.preparation()).isEqualTo(Preparation.IDLE);
        assertThat(sent).isSorted().last().isEqualTo(image.bytes());
    }

    @Test
    void anotherPackageTakesThePlaceOfTheStagedOne() throws EquipmentException, IOException {
        Session session = open(FIRST);
        stage(session, UPGRADE);
        Image again = stage(session, UPGRADE);
        assertThat(session.observe(LIMIT).pending()).map(Slot::software).contains(again.software());

        Image other = stage(session, UPGRADE.revision("3.0.0"));
        assertThat(session.observe(LIMIT).pending()).map(Slot::software).contains(other.software());
    }

    @Test
    void aDamagedPackageIsRefusedWithTheControllersReason() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Image damaged = UPGRADE.writeDamagedTo(folder);

        EquipmentException refusal = failure(() -> session.stage(fence(), damaged, _ -> {}, LIMIT));
        assertThat(refusal.kind()).isEqualTo(REFUSED);
        assertThat(refusal).hasMessageContaining("payload");
        assertThat(session.observe(LIMIT).pending()).isEmpty();
    }

    @Test
    void aPackageForAnotherProductIsRefused() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Software other = new Software(MAKER, "TW-2", new Revision(NEW));
        Image image = new TestPackage(other).writeTo(folder);

        assertThat(failure(() -> session.stage(fence(), image, _ -> {}, LIMIT)).kind())
                .isEqualTo(REFUSED);
        assertThat(session.observe(LIMIT).pending()).isEmpty();
    }

    @Test
    void aTransferThatIsCutLeavesNothingAndCanBeDoneAgain() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Image image = UPGRADE.writeTo(folder);
        cutNextTransfer();

        assertThat(failure(() -> session.stage(fence(), image, _ -> {}, LIMIT)).kind())
                .isIn(TIMED_OUT, UNREACHABLE);
        assertThat(failure(() -> session.observe(LIMIT)).kind()).isEqualTo(UNREACHABLE);

        Session next = open(FIRST);
        assertThat(next.observe(LIMIT).pending()).isEmpty();
        next.stage(fence(), image, _ -> {}, LIMIT);
        assertThat(next.observe(LIMIT).pending()).isPresent();
    }

    @Test
    void anUnpreparedControllerRefusesToInstall() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Image image = stage(session, UPGRADE);

        assertThat(failure(() -> session.install(fence(), image.software(), image.sha256(), CONFIRM_WITHIN, LIMIT))
                        .kind())
                .isEqualTo(REFUSED);
        assertThat(session.observe(LIMIT).installation()).isEqualTo(Installation.IDLE);
    }

    @Test
    void softwareThatNoSlotHoldsIsNotInstalled() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Image image = stage(session, UPGRADE);
        prepare(session);
        Software unknown = UPGRADE.revision("9.9.9").software();

        assertThat(failure(() -> session.install(fence(), unknown, image.sha256(), CONFIRM_WITHIN, LIMIT))
                        .kind())
                .isEqualTo(REFUSED);
        Sha256 otherHash = UPGRADE.revision("9.9.9").sha256();
        assertThat(failure(() -> session.install(fence(), image.software(), otherHash, CONFIRM_WITHIN, LIMIT))
                        .kind())
                .isEqualTo(REFUSED);
        assertThat(session.observe(LIMIT).installation()).isEqualTo(Installation.IDLE);
    }

    @Test
    void preparingCanBeAborted() throws EquipmentException {
        Session session = open(FIRST);
        session.prepare(fence(), LIMIT);
        assertThat(session.observe(LIMIT).preparation()).isEqualTo(Preparation.PREPARING);
        assertThat(failure(() -> session.prepare(fence(), LIMIT)).kind()).isEqualTo(REFUSED);

        session.resume(fence(), LIMIT);
        assertThat(session.observe(LIMIT).preparation()).isEqualTo(Preparation.IDLE);
    }

    @Test
    void aConfirmedUpdateStaysAndProducesAgain() throws EquipmentException, IOException {
        Image image = upgrade(FIRST, CONFIRM_WITHIN);

        Session session = open(FIRST);
        UpdateState trial = session.observe(LIMIT);
        assertThat(trial.waitingForConfirm()).isTrue();
        assertThat(trial.current()).isEqualTo(image.software());
        assertThat(session.identify(LIMIT).installed()).isEqualTo(image.software());

        session.confirm(fence(), LIMIT);
        advance(CONFIRM_WITHIN.plus(WORK));
        session.resume(fence(), LIMIT);
        advance(WORK);

        UpdateState state = session.observe(LIMIT);
        assertThat(state.current()).isEqualTo(image.software());
        assertThat(state.waitingForConfirm()).isFalse();
        assertThat(state.preparation()).isEqualTo(Preparation.IDLE);
        assertThat(state.fallback())
                .map(Slot::software)
                .contains(UPGRADE.revision(OLD).software());
        assertThat(failure(() -> session.confirm(fence(), LIMIT)).kind())
                .as("there is nothing more to confirm")
                .isEqualTo(REFUSED);
    }

    @Test
    void theProgramThatWasInstalledIsReadBackByteForByte() throws EquipmentException, IOException {
        Image image = upgrade(FIRST, Duration.ZERO);
        ByteArrayOutputStream program = new ByteArrayOutputStream();
        open(FIRST).readProgram(program, LIMIT);

        assertThat(Sha256.of(program.toByteArray())).isEqualTo(image.sha256());
    }

    @Test
    void anUnconfirmedUpdateRevertsByItself() throws EquipmentException, IOException {
        upgrade(FIRST, CONFIRM_WITHIN);
        advance(CONFIRM_WITHIN.plus(WORK));

        Session session = open(FIRST);
        assertThat(installed(session).value()).isEqualTo(OLD);
        assertThat(session.observe(LIMIT).waitingForConfirm()).isFalse();
    }

    @Test
    void theFormerSoftwareIsInstalledFromTheFallbackSlot() throws EquipmentException, IOException {
        upgrade(FIRST, Duration.ZERO);
        Session session = open(FIRST);
        Slot former = session.observe(LIMIT).fallback().orElseThrow();
        session.install(fence(), former.software(), former.hash().orElseThrow(), CONFIRM_WITHIN, LIMIT);
        advance(WORK.multipliedBy(2));

        Session after = open(FIRST);
        after.confirm(fence(), LIMIT);
        assertThat(installed(after).value()).isEqualTo(OLD);
        assertThat(after.observe(LIMIT).fallback()).map(Slot::software).contains(UPGRADE.software());
    }

    @Test
    void aFailedInstallationIsAcknowledged() throws EquipmentException, IOException {
        Session session = open(FIRST);
        failNextInstallation();
        Image image = stage(session, UPGRADE);
        prepare(session);
        session.install(fence(), image.software(), image.sha256(), CONFIRM_WITHIN, LIMIT);
        advance(WORK);

        Session after = open(FIRST);
        UpdateState failed = after.observe(LIMIT);
        assertThat(failed.installation()).isEqualTo(Installation.ERROR);
        assertThat(failed.vendorErrorCode()).isNotZero();
        assertThat(failed.text()).isNotBlank();
        assertThat(failed.current().revision().value()).isEqualTo(OLD);

        after.acknowledgeError(fence(), LIMIT);
        assertThat(after.observe(LIMIT).installation()).isEqualTo(Installation.IDLE);
    }

    @Test
    void lostParametersAreForetoldAndRestored() throws EquipmentException, IOException {
        Session before = open(SECOND);
        byte[] saved = parameters(before);
        Image image = stage(before, UPGRADE);
        assertThat(before.losesParameters(image.software(), LIMIT)).isTrue();
        prepare(before);
        install(SECOND, image, Duration.ZERO);

        Session after = open(SECOND);
        assertThat(parameters(after)).isNotEqualTo(saved);
        after.restoreParameters(fence(), new ByteArrayInputStream(saved), LIMIT);
        assertThat(parameters(after)).isEqualTo(saved);
    }

    @Test
    void keptParametersAreForetoldAndStay() throws EquipmentException, IOException {
        Session session = open(FIRST);
        byte[] saved = parameters(session);
        stage(session, UPGRADE);
        assertThat(session.losesParameters(UPGRADE.software(), LIMIT)).isFalse();
        upgrade(FIRST, Duration.ZERO);

        assertThat(parameters(open(FIRST))).isEqualTo(saved);
    }

    @Test
    void theBehaviourOfUnknownSoftwareIsNotGuessed() throws EquipmentException {
        Session session = open(FIRST);

        assertThat(failure(() -> session.losesParameters(UPGRADE.software(), LIMIT))
                        .kind())
                .isEqualTo(REFUSED);
    }

    @Test
    void aFileThatHoldsNoParametersIsRefused() throws EquipmentException, IOException {
        Session session = open(FIRST);
        byte[] saved = parameters(session);
        InputStream nonsense = new ByteArrayInputStream("nonsense".getBytes(UTF_8));

        assertThat(failure(() -> session.restoreParameters(fence(), nonsense, LIMIT))
                        .kind())
                .isEqualTo(REFUSED);
        assertThat(parameters(session)).isEqualTo(saved);
    }

    @Test
    void aSessionDiesWithTheReboot() throws EquipmentException, IOException {
        Session session = open(FIRST);
        upgrade(FIRST, CONFIRM_WITHIN);

        assertThat(failure(() -> session.observe(LIMIT)).kind()).isIn(UNREACHABLE, TIMED_OUT);
        assertThat(failure(() -> session.confirm(fence(), LIMIT)).kind())
                .as("what was not sent is not unknown")
                .isEqualTo(UNREACHABLE);
        assertThat(open(FIRST).observe(LIMIT).waitingForConfirm()).isTrue();
    }

    @Test
    void aControllerIsGoneWhileItBoots() throws EquipmentException, IOException {
        Session session = open(FIRST);
        Image image = stage(session, UPGRADE);
        prepare(session);
        session.install(fence(), image.software(), image.sha256(), Duration.ZERO, LIMIT);
        advance(WORK);

        assertThat(failure(() -> open(FIRST)).kind()).isEqualTo(UNREACHABLE);
    }

    @Test
    void aCommandOfAFormerOwnerIsRefused() throws EquipmentException {
        Session former = open(FIRST);
        former.write(new Fence(3, 7), Tag.RECIPE, new TagValue.Text("seven"), LIMIT);
        Session next = open(FIRST);
        next.write(new Fence(4, 1), Tag.RECIPE, new TagValue.Text("one"), LIMIT);

        assertThat(failure(() -> former.prepare(new Fence(3, 8), LIMIT)).kind()).isEqualTo(REFUSED);
        assertThat(failure(() -> next.prepare(new Fence(4, 0), LIMIT)).kind()).isEqualTo(REFUSED);
        assertThat(next.observe(LIMIT).preparation()).isEqualTo(Preparation.IDLE);
        next.prepare(new Fence(4, 1), LIMIT);
        assertThat(next.observe(LIMIT).preparation()).isEqualTo(Preparation.PREPARING);
    }

    @Test
    void nobodyAtTheAddressIsUnreachable() {
        EquipmentException failure = failure(() -> equipment().open(unreachable(), LIMIT));

        assertThat(failure.kind()).isEqualTo(UNREACHABLE);
        assertThat(failure).hasMessageContaining("first");
    }

    @Test
    void aWrongPasswordIsRefusedAndNotRepeatedInTheText() {
        EquipmentException failure = failure(() -> equipment().open(wrongPassword(), LIMIT));

        assertThat(failure.kind()).isEqualTo(REFUSED);
        assertThat(failure.getMessage()).contains("Bad_UserAccessDenied").doesNotContain("wrong-password");
    }

    @Test
    void aClosedSessionCanBeClosedAgainAndAnswersNothing() throws EquipmentException {
        Session session = open(FIRST);
        session.close();
        session.close();

        assertThat(failure(() -> session.observe(LIMIT)).kind()).isEqualTo(UNREACHABLE);
    }
}
