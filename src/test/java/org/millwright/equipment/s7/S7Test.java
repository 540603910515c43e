package org.millwright.equipment.s7;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.millwright.CommandRun;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Fence;
import org.millwright.equipment.Image;
import org.millwright.equipment.ModbusPlant;
import org.millwright.equipment.Order;
import org.millwright.equipment.Session;
import org.millwright.equipment.TagValue;
import org.millwright.equipment.UpdateState.Slot;
import org.millwright.equipment.plc4x.Plc4xEquipment;
import org.millwright.plant.ControllerId;
import org.millwright.plant.ProfileFile;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.plant.Tag;
import org.millwright.release.Sha256;
import org.millwright.tidy.Checkout;

/** The delivered example of an S7 profile against snap7: tags, areas in data blocks, a mailbox in a data block. */
@Timeout(120)
class S7Test {
    private static final Path PROFILE = Checkout.root().resolve("config/profiles/example-s7.yaml");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Software NEW = new Software("urn:presses:example", "PR-7", new Revision("2.0"));

    private final Equipment equipment = new Plc4xEquipment(Clock.systemUTC());
    private Optional<Snap7> server = Optional.empty();
    private Optional<PressProgram> program = Optional.empty();
    private long command;

    @BeforeEach
    void start() throws Throwable {
        Optional<Path> library = Snap7.installed();
        assumeTrue(library.isPresent(), "skipped: no libsnap7 here (SNAP7_LIB may name it)");
        Snap7 snap7 = Snap7.start(library.get(), Map.of(1, 80, 2, 600, 3, 118, 4, 1_024));
        server = Optional.of(snap7);
        program = Optional.of(new PressProgram(snap7, image("1.0", 3_000)));
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (program.isPresent()) {
            program.get().close();
        }
        server.ifPresent(Snap7::close);
    }

    private static byte[] image(String revision, int bytes) {
        byte[] image = new byte[bytes];
        for (int i = 16; i < bytes; i++) {
            image[i] = (byte) (i * 31 + i / 256);
        }
        byte[] name = revision.getBytes(US_ASCII);
        System.arraycopy(name, 0, image, 0, name.length);
        return image;
    }

    private static Image package2(byte... image) {
        return new Image(NEW, Sha256.of(image), image.length, () -> new ByteArrayInputStream(image));
    }

    private Session open() throws Exception {
        return equipment.open(
                ModbusPlant.controller(
                        new ControllerId("press"), server.orElseThrow().address(), ProfileFile.read(PROFILE)),
                LIMIT);
    }

    private Fence fence() {
        return new Fence(1, ++command);
    }

    @Test
    void tagsOfEveryTypeAreReadAndWritten() throws Exception {
        try (Session session = open()) {
            assertThat(session.identify(LIMIT).installed().revision()).isEqualTo(new Revision("1.0"));
            assertThat(session.identify(LIMIT).serialNumber()).isEqualTo("SN-7");
            session.write(fence(), Tag.INFEED_ENABLED, new TagValue.Flag(false), LIMIT);
            session.write(fence(), Tag.RECIPE, new TagValue.Text("deep drawing"), LIMIT);

            assertThat(session.read(
                            EnumSet.of(
                                    Tag.INFEED_ENABLED,
                                    Tag.STATE,
                                    Tag.CYCLE_COUNT,
                                    Tag.LAST_CYCLE_TIME_MS,
                                    Tag.RECIPE,
                                    Tag.ALARMS),
                            LIMIT))
                    .isEqualTo(Map.of(
                            Tag.INFEED_ENABLED, new TagValue.Flag(false),
                            Tag.STATE, new TagValue.Text("Execute"),
                            Tag.CYCLE_COUNT, new TagValue.Whole(4_711),
                            Tag.LAST_CYCLE_TIME_MS, new TagValue.Real(812.5),
                            Tag.RECIPE, new TagValue.Text("deep drawing"),
                            Tag.ALARMS, new TagValue.Texts(List.of("oil low"))));
        }
        assertThat(server.orElseThrow().block(1).get(16))
                .as("the bit as the controller has it")
                .isZero();
    }

    @Test
    void areaAndRetainedValuesAreSnapshottedAndRestored() throws Exception {
        try (Session session = open()) {
            Map<String, TagValue> retained = session.retained(LIMIT);
            ByteArrayOutputStream snapshot = new ByteArrayOutputStream();
            session.readParameters(snapshot, LIMIT);
            byte[] before = new byte[600];
            server.orElseThrow().block(2).get(0, before);
            assertThat(retained)
                    .isEqualTo(Map.of("strokes", new TagValue.Whole(123_456_789_012L), "wear", new TagValue.Real(1.5)));

            session.restoreRetained(
                    fence(), Map.of("strokes", new TagValue.Whole(-1), "wear", new TagValue.Real(9)), LIMIT);
            assertThat(session.retained(LIMIT)).containsEntry("wear", new TagValue.Real(9));
            server.orElseThrow().block(2).put(0, new byte[600]);
            session.restoreRetained(fence(), retained, LIMIT);
            session.restoreParameters(fence(), new ByteArrayInputStream(snapshot.toByteArray()), LIMIT);

            byte[] after = new byte[600];
            server.orElseThrow().block(2).get(0, after);
            assertThat(after).isEqualTo(before);
            assertThat(session.retained(LIMIT)).isEqualTo(retained);
        }
    }

    @Test
    void imageGoesThroughTheMailboxAndComesBack() throws Exception {
        byte[] image = image("2.0", 5_001);
        try (Session session = open()) {
            session.stage(fence(), package2(image), _ -> {}, LIMIT);
            assertThat(session.observe(LIMIT).pending()).contains(new Slot(NEW, Optional.of(Sha256.of(image))));

            session.install(fence(), new Order(package2(image), LIMIT, Duration.ZERO), _ -> {}, LIMIT);
            assertThat(session.identify(LIMIT).installed()).isEqualTo(NEW);

            ByteArrayOutputStream read = new ByteArrayOutputStream();
            session.readProgram(read, LIMIT);
            assertThat(read.toByteArray()).isEqualTo(image);
        }
    }

    @Test
    void whatTheMachineDoesNotTakeIsRefusedInItsWords() throws Exception {
        byte[] foreign = new byte[100];
        Arrays.fill(foreign, (byte) 7);
        try (Session session = open()) {
            assertThatThrownBy(() -> session.stage(fence(), package2(foreign), _ -> {}, LIMIT))
                    .isInstanceOf(EquipmentException.class)
                    .hasMessageContaining("no program of a press");
            assertThat(session.observe(LIMIT).pending()).isEmpty();
        }
    }

    @Test
    void theProbeShowsIt() {
        CommandRun probe = CommandRun.of("probe", server.orElseThrow().address(), "--profile", PROFILE.toString());

        assertThat(probe.code()).as(probe.out() + probe.err()).isZero();
        assertThat(probe.out())
                .containsPattern("serial-number +SN-7 ")
                .containsPattern("alarms +oil low ")
                .containsPattern("settings +600 bytes, CRC-32 ");
    }
}
