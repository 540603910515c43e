package org.millwright.equipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.millwright.equipment.EquipmentException.Kind.BROKEN_PROTOCOL;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;
import static org.millwright.equipment.EquipmentException.Kind.TIMED_OUT;
import static org.millwright.equipment.EquipmentException.Kind.UNREACHABLE;
import static org.millwright.equipment.PlantUnderTest.FIRST;
import static org.millwright.equipment.PlantUnderTest.LIMIT;
import static org.millwright.equipment.PlantUnderTest.NEW;
import static org.millwright.equipment.PlantUnderTest.OLD;
import static org.millwright.equipment.PlantUnderTest.UPGRADE;
import static org.millwright.equipment.PlantUnderTest.failure;
import static org.millwright.equipment.PlantUnderTest.installed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.millwright.equipment.UpdateState.Preparation;
import org.millwright.equipment.UpdateState.Slot;
import org.millwright.equipment.plc4x.Plc4xEquipment;
import org.millwright.plant.Controller;
import org.millwright.plant.Profile;
import org.millwright.plant.Tag;
import org.millwright.simulators.config.ModbusSettings;
import org.millwright.simulators.config.SoftwareSettings;

/** What goes wrong at a program mailbox and on the way to it. */
class Plc4xFaultsTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Pattern PORT = Pattern.compile(":([0-9]+)\\?");

    @TempDir
    private Path folder;

    private final Equipment equipment = new Plc4xEquipment(Clock.systemUTC());
    private SimulatedPlant plant;
    private long command;

    @BeforeEach
    void start() throws Exception {
        plant = plant(ModbusSettings.STANDARD);
    }

    private static SimulatedPlant plant(ModbusSettings look) throws Exception {
        return new SimulatedPlant(
                List.of(SimulatedPlant.settings(FIRST, Optional.empty(), new SoftwareSettings(OLD, 300_000, true, true))
                        .with(look)));
    }

    @AfterEach
    void stop() {
        plant.close();
    }

    private Fence fence() {
        return new Fence(1, ++command);
    }

    private Controller first() {
        return first(ModbusPlant.profile(folder, text -> text));
    }

    private Controller first(Profile profile) {
        return ModbusPlant.controller(FIRST, plant.endpoint(FIRST), profile);
    }

    private Session open() throws EquipmentException {
        return equipment.open(first(), LIMIT);
    }

    @Test
    void theUnitOfTheAddressIsTheOneThatIsSpokenTo() throws Exception {
        plant.close();
        plant = plant(new ModbusSettings(2, ModbusSettings.ByteOrder.BIG_ENDIAN, 16_384, true));
        Controller second = first();
        assertThat(second.address()).endsWith("?default-unit-identifier=2");
        try (Session session = equipment.open(second, LIMIT)) {
            assertThat(session.read(EnumSet.of(Tag.STATE), LIMIT)).containsKey(Tag.STATE);
        }

        Controller wrong = second.at(second.address().replace("identifier=2", "identifier=1"));
        assertThatExceptionOfType(EquipmentException.class)
                .isThrownBy(() -> {
                    try (Session session = equipment.open(wrong, LIMIT)) {
                        session.read(EnumSet.of(Tag.STATE), LIMIT);
                    }
                })
                .withMessageContaining("first at " + wrong.address())
                .withMessageContaining("REMOTE_ERROR");
    }

    @ParameterizedTest
    @EnumSource
    void everyByteOrderIsSpoken(ModbusSettings.ByteOrder order) throws Exception {
        plant.close();
        plant = plant(new ModbusSettings(1, order, 4_096, true));
        String key = order.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        Profile profile = ModbusPlant.profile(
                folder,
                text -> text.replace("protocol: modbus-tcp\n", "protocol: modbus-tcp\nbyte-order: " + key + "\n")
                        .replace("BYTE[16384]", "BYTE[4096]"));
        try (Session session = equipment.open(first(profile), LIMIT)) {
            assertThat(session.retained(LIMIT))
                    .containsEntry("total", new TagValue.Whole(1_000))
                    .containsEntry("wear", new TagValue.Real(12.5));
            Image image = UPGRADE.payload(20_000).writeTo(folder);
            session.stage(fence(), image, _ -> {}, LIMIT);

            assertThat(session.observe(LIMIT).pending().flatMap(Slot::hash)).contains(image.sha256());
        }
    }

    @Test
    void aTransferThatIsCutGoesOnBehindTheLastProvenBlock() throws EquipmentException, IOException {
        Image image = UPGRADE.writeTo(folder);
        plant.inject("first:cut-transfer=50");
        AtomicLong before = new AtomicLong();
        try (Session session = open()) {
            assertThat(failure(() -> session.stage(fence(), image, before::set, LIMIT))
                            .kind())
                    .isIn(TIMED_OUT, UNREACHABLE);
        }
        List<Long> again = new ArrayList<>();
        try (Session session = open()) {
            assertThat(session.observe(LIMIT).pending())
                    .as("nothing unproven is there")
                    .isEmpty();
            session.stage(fence(), image, again::add, LIMIT);

            assertThat(session.observe(LIMIT).pending()).map(Slot::software).contains(image.software());
        }
        assertThat(before.get()).isBetween(image.bytes() / 4, image.bytes() * 3 / 4);
        assertThat(again)
                .as("what was proven is not sent again")
                .isSorted()
                .first()
                .satisfies(bytes -> assertThat(bytes).isGreaterThan(before.get()));
        assertThat(again).as("blocks of 16 KiB").hasSizeLessThanOrEqualTo((int)
                ((image.bytes() - before.get()) / 16_384 + 1));
    }

    @Test
    void aBlockThatIsStoredWronglyIsSentAgain() throws EquipmentException, IOException {
        Image image = UPGRADE.writeTo(folder);
        plant.inject("first:wrong-crc");
        try (Session session = open()) {
            session.stage(fence(), image, _ -> {}, LIMIT);

            assertThat(session.observe(LIMIT).pending().flatMap(Slot::hash)).contains(image.sha256());
        }
    }

    @Test
    void aTornBlockIsFoundByReadingBackAndSentAgain() throws EquipmentException, IOException {
        Image image = UPGRADE.writeTo(folder);
        plant.inject("first:torn-image=50");
        try (Session session = open()) {
            assertThat(failure(() -> session.stage(fence(), image, _ -> {}, LIMIT))
                            .kind())
                    .isIn(TIMED_OUT, UNREACHABLE);
        }
        plant.advance(Duration.ofMinutes(1));
        try (Session session = open()) {
            assertThat(session.observe(LIMIT).pending()).isEmpty();
            session.stage(fence(), image, _ -> {}, LIMIT);

            assertThat(session.observe(LIMIT).pending().flatMap(Slot::hash)).contains(image.sha256());
        }
    }

    @Test
    void aStuckMailboxIsUnknownInTimeAndSaidSoAfterwards() throws EquipmentException, IOException {
        Image image = UPGRADE.writeTo(folder);
        Profile hasty = ModbusPlant.profile(folder, text -> text + "  answers-within: 300ms\n");
        plant.inject("first:stuck-mailbox");
        try (Session session = equipment.open(first(hasty), LIMIT)) {
            assertThat(failure(() -> session.stage(fence(), image, _ -> {}, LIMIT))
                            .kind())
                    .isEqualTo(TIMED_OUT);
            assertThat(failure(() -> session.observe(LIMIT)).kind()).isEqualTo(UNREACHABLE);
        }
        try (Session session = equipment.open(first(hasty), LIMIT)) {
            EquipmentException refusal = failure(() -> session.prepare(fence(), LIMIT));

            assertThat(refusal.kind()).isEqualTo(REFUSED);
            assertThat(refusal).hasMessageContaining("first").hasMessageContaining("stuck");
            assertThat(installed(session).value()).isEqualTo(OLD).isNotEqualTo(NEW);
        }
    }

    @Test
    void aStateThatTheProfileDoesNotKnowIsNamedAndNeverTakenForRest() throws EquipmentException {
        Profile other = ModbusPlant.profile(
                folder, text -> text.replace("values: {0: idle, 1: installing", "values: {7: idle, 1: installing"));
        try (Session session = equipment.open(first(other), LIMIT)) {
            EquipmentException failure = failure(() -> session.observe(LIMIT));

            assertThat(failure.kind()).isEqualTo(BROKEN_PROTOCOL);
            assertThat(failure).hasMessageContaining("installation").hasMessageContaining("shows 0");
        }
    }

    @Test
    void aWriteThatFailsInTheMidstIsUnknown() throws EquipmentException {
        try (Session session = open()) {
            plant.inject("first:exception-codes");
            EquipmentException failure =
                    failure(() -> session.write(fence(), Tag.INFEED_ENABLED, new TagValue.Flag(true), LIMIT));

            assertThat(failure.kind()).isEqualTo(TIMED_OUT);
        }
    }

    @Test
    void exceptionCodesAreRefusalsAndTheSessionLivesOn() throws EquipmentException {
        try (Session session = open()) {
            plant.inject("first:exception-codes");
            EquipmentException refusal = failure(() -> session.observe(LIMIT));
            for (int i = 0; i < 8; i++) {
                try {
                    session.observe(LIMIT);
                } catch (EquipmentException e) {
                    assertThat(e.kind()).isEqualTo(REFUSED);
                }
            }

            assertThat(refusal.kind()).isEqualTo(REFUSED);
            assertThat(refusal.getMessage()).contains("REMOTE_");
            assertThat(session.observe(LIMIT).preparation()).isEqualTo(Preparation.IDLE);
        }
    }

    @Test
    void aConnectionThatHangsIsGivenUpAndReplaced() throws Exception {
        Matcher port = PORT.matcher(plant.endpoint(FIRST));
        assertThat(port.find()).isTrue();
        try (Relay relay = Relay.to(Integer.parseInt(port.group(1)))) {
            Controller behind =
                    first().at("modbus-tcp:tcp://127.0.0.1:%d?default-unit-identifier=1".formatted(relay.port()));
            Session session = equipment.open(behind, LIMIT);
            relay.freeze();

            assertThat(failure(() -> session.prepare(fence(), SHORT)).kind()).isEqualTo(TIMED_OUT);
            assertThat(failure(() -> session.observe(LIMIT)).kind()).isEqualTo(UNREACHABLE);
            session.close();
        }
        try (Session session = open()) {
            assertThat(session.read(EnumSet.of(Tag.STATE), LIMIT)).containsKey(Tag.STATE);
        }
    }

    @Test
    void aServerThatNeverAnswersIsGivenUpInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Controller there = first().at("modbus-tcp:tcp://127.0.0.1:%d".formatted(silent.getLocalPort()));
            EquipmentException failure = failure(() -> equipment.open(there, SHORT));

            assertThat(failure.kind()).isEqualTo(UNREACHABLE);
            assertThat(failure).hasMessageContaining("first");
        }
    }

    @Test
    void connectionsThatTheControllerClosesLeaveNoThreadsBehind() throws EquipmentException {
        plant.endpoint(FIRST);
        long before = threads();
        for (int i = 0; i < 5; i++) {
            Session session = open();
            plant.cyclePower(FIRST);
            plant.advance(Duration.ofMinutes(1));
            failure(() -> session.observe(LIMIT));
            session.close();
        }
        long giveUp = System.nanoTime() + LIMIT.toNanos();
        while (threads() > before && System.nanoTime() < giveUp) {
            LockSupport.parkNanos(20_000_000);
        }

        assertThat(threads()).isLessThanOrEqualTo(before);
    }

    /** Those that PLC4X starts for a connection. */
    private static long threads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(t -> t.getKey().getName().startsWith("plc4x-tm")
                        || List.of(t.getValue()).stream()
                                .anyMatch(f -> f.getClassName().contains("HashedWheelTimer")))
                .count();
    }
}
