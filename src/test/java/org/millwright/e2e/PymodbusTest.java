package org.millwright.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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

/** A server that nobody here wrote: pymodbus, with a script's registers and program mailbox, and a profile for them. */
@Timeout(120)
class PymodbusTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Software NEW = new Software("urn:presses:example", "PR-5", new Revision("2.0"));

    @TempDir
    Path folder;

    private final Equipment equipment = new Plc4xEquipment(Clock.systemUTC());
    private Optional<Press> press = Optional.empty();
    private long command;

    @BeforeEach
    void start() throws Exception {
        Optional<String> python = Press.python();
        assumeTrue(python.isPresent(), "skipped: no python3 with pymodbus here (Debian: apt install python3-pymodbus)");
        press = Optional.of(Press.start(python.get(), folder.resolve("registers")));
    }

    @AfterEach
    void stop() throws Exception {
        if (press.isPresent()) {
            press.get().close();
        }
    }

    private Session open() throws Exception {
        return equipment.open(
                ModbusPlant.controller(
                        new ControllerId("press"),
                        press.orElseThrow().address(),
                        ProfileFile.read(Press.FOLDER.resolve("press.yaml"))),
                LIMIT);
    }

    private Fence fence() {
        return new Fence(1, ++command);
    }

    private static byte[] program(int bytes) {
        byte[] program = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            program[i] = (byte) (i * 31 + i / 256);
        }
        System.arraycopy(Arrays.copyOf("2.0".getBytes(US_ASCII), 16), 0, program, 0, 16);
        return program;
    }

    private static Image image(byte... program) {
        return new Image(NEW, Sha256.of(program), program.length, () -> new ByteArrayInputStream(program));
    }

    @Test
    void valuesAreReadAndWritten() throws Exception {
        try (Session session = open()) {
            assertThat(session.identify(LIMIT).installed().revision()).isEqualTo(new Revision("1.0"));
            session.write(fence(), Tag.INFEED_ENABLED, new TagValue.Flag(false), LIMIT);
            session.write(fence(), Tag.RECIPE, new TagValue.Text("deep drawing"), LIMIT);

            assertThat(session.read(EnumSet.of(Tag.STATE, Tag.INFEED_ENABLED, Tag.CYCLE_COUNT, Tag.RECIPE), LIMIT))
                    .isEqualTo(Map.of(
                            Tag.STATE, new TagValue.Text("Execute"),
                            Tag.INFEED_ENABLED, new TagValue.Flag(false),
                            Tag.CYCLE_COUNT, new TagValue.Whole(4_711),
                            Tag.RECIPE, new TagValue.Text("deep drawing")));
        }
    }

    @Test
    void areaAndRetainedValuesAreSnapshottedAndRestored() throws Exception {
        try (Session session = open()) {
            Map<String, TagValue> retained = session.retained(LIMIT);
            String area = area(session);
            assertThat(retained)
                    .isEqualTo(Map.of("strokes", new TagValue.Whole(123_456_789_012L), "wear", new TagValue.Real(1.5)));

            session.restoreRetained(fence(), Map.of("strokes", new TagValue.Whole(-1)), LIMIT);
            restore(session, with(area, "speed=99"));
            assertThat(session.retained(LIMIT)).containsEntry("strokes", new TagValue.Whole(-1));
            assertThat(area(session)).isNotEqualTo(area);
            session.restoreRetained(fence(), retained, LIMIT);
            restore(session, area);

            assertThat(session.retained(LIMIT)).isEqualTo(retained);
            assertThat(area(session)).isEqualTo(area);
        }
        press.orElseThrow().close();
        byte[] registers = Files.readAllBytes(folder.resolve("registers"));
        assertThat(new String(registers, 200, 8, US_ASCII))
                .as("as the machine has it")
                .isEqualTo("speed=80");
    }

    private static String area(Session session) throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        session.readParameters(file, LIMIT);
        return file.toString(US_ASCII);
    }

    private void restore(Session session, String file) throws Exception {
        session.restoreParameters(fence(), new ByteArrayInputStream(file.getBytes(US_ASCII)), LIMIT);
    }

    /** The file of another machine's settings. */
    private static String with(String file, String settings) {
        byte[] content = Arrays.copyOf(settings.getBytes(US_ASCII), 80);
        CRC32 crc = new CRC32();
        crc.update(content);
        return file.replaceFirst(
                "[0-9a-f]{8} [0-9a-f]{160}",
                "%08x %s".formatted(crc.getValue(), HexFormat.of().formatHex(content)));
    }

    @Test
    void imageGoesThroughTheMailboxAndComesBack() throws Exception {
        byte[] program = program(5_001);
        try (Session session = open()) {
            session.stage(fence(), image(program), _ -> {}, LIMIT);
            assertThat(session.observe(LIMIT).pending()).contains(new Slot(NEW, Optional.of(Sha256.of(program))));

            session.install(fence(), new Order(image(program), LIMIT, Duration.ZERO), _ -> {}, LIMIT);
            assertThat(session.identify(LIMIT).installed()).isEqualTo(NEW);

            ByteArrayOutputStream read = new ByteArrayOutputStream();
            session.readProgram(read, LIMIT);
            assertThat(read.toByteArray()).isEqualTo(program);
        }
    }

    @Test
    void whatTheMachineDoesNotTakeIsRefusedInItsWords() throws Exception {
        byte[] foreign = new byte[100];
        Arrays.fill(foreign, (byte) 7);
        try (Session session = open()) {
            assertThatThrownBy(() -> session.stage(fence(), image(foreign), _ -> {}, LIMIT))
                    .isInstanceOf(EquipmentException.class)
                    .hasMessageContaining("no program of a press");
            assertThat(session.observe(LIMIT).pending()).isEmpty();
        }
    }
}
