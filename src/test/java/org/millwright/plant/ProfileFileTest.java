package org.millwright.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.millwright.document.DocumentException;
import org.millwright.plant.Profile.ByteOrder;
import org.millwright.plant.ProgramMailbox.Command;
import org.millwright.plant.ProgramMailbox.Place;

class ProfileFileTest {
    private static final Path DELIVERED = Path.of("../config/profiles/marlow-modbus.yaml");

    @TempDir
    private Path folder;

    @Test
    void theDeliveredProfileOffersEverything() throws Exception {
        Profile profile = ProfileFile.read(DELIVERED);

        assertThat(profile.tags()).containsOnlyKeys(Tag.values());
        assertThat(profile.retained()).containsOnlyKeys("last-maintenance", "total-parts", "tool-wear");
        assertThat(profile.byteOrder()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(profile.requestsPerSecond()).isEqualTo(OptionalInt.empty());
        ProgramMailbox mailbox = profile.mailbox().orElseThrow();
        assertThat(mailbox.commands()).containsOnlyKeys(Command.values());
        assertThat(mailbox.slots()).containsOnlyKeys(Place.values());
        assertThat(mailbox.window().bytes()).isEqualTo(16_384);
        assertThat(ProfileFile.read(DELIVERED)).hasToString(profile.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "protocol: modbus-tcp            | protocol: modbus                | protocol: 'modbus'",
                "cycle-count:                    | cycles:                         | tags.cycles: unknown key",
                "coil:1                          | coil:1:UINT                     | tags.infeed-enabled",
                "input-register:107:REAL         | input-register:107:CHAR[4]      | tags.last-cycle-time-ms",
                "holding-register:221:LREAL      | holding-register:0:LREAL        | retained.tool-wear",
                "holding-register:1001:BYTE[96]  | holding-register:1001:UINT      | areas.parameters",
                "holding-register:4012:UINT      | holding-register:4012           | mailbox.request.request",
                "holding-register:4211:BYTE[32]  | holding-register:4211:BYTE[20]  | mailbox.slots.pending.hash",
                "holding-register:8001:BYTE[16384] | %DB1.DBB0:BYTE[400]           | mailbox.window",
                "'confirm: 8, ' | '' | mailbox.status.waits-for-confirm: a section; expected commands.confirm",
                "'    waits-for-confirm: {' | '    waits-for-power-cycle: {' | mailbox.commands.confirm: '8'; expected status.wait",
                "'4105:UINT\", bit: 0' | '4105:UINT\", bit: 16' | waits-for-confirm.bit: '16'; expected a whole number from 0 to 15",
                "4105:UINT      | 4105:INT       | mailbox.status.waits-for-confirm.address",
                "needs-power-cycle: 1 | needs-power-cycle: 16 | mailbox.slots.fallback.behavior.needs-power-cycle: '16'",
                "4122:UINT      | 4122:INT       | mailbox.slots.pending.behavior.address",
                "1: A117        | 16: A117       | tags.alarms.bits",
                "109:UINT       | 109:INT        | tags.alarms.address",
                "'resume: 7, '  | ''             | mailbox.commands.prepare: '6'; expected commands.resume",
                "'prepare: 6, ' | ''             | mailbox.commands.resume: '7'; expected commands.prepare",
                "'prepare: 6, resume: 7, ' | ''  | mailbox.status.preparation: a section; expected commands.prepare",
                "'    preparation: ' | '    #'   | mailbox.commands.prepare: '6'; expected status.preparation",
                "discard: 5     | discard: 4     | mailbox.commands.discard: '4'; expected another number than that of activate",
                "code: 2        | code: 1        | mailbox.slots.current: a section; expected another code than that of fallback",
                "'2: prepared, '| ''             | mailbox.status.preparation.values: a section; expected a number for each of idle",
                "', 2: error'   | ''             | mailbox.status.installation.values: a section; expected a number for each of idle",
                "'    installation: ' | '    #'  | mailbox.slots.pending: a section; expected status.installation",
                "'activate: 4, '| ''             | mailbox.commands.activate: missing",
                "'      revision: \"holding-register:4131:CHAR[64]\"' | '' | mailbox.slots.pending.revision: missing",
                "4003:UDINT     | 4003:UINT      | mailbox.request.block",
                "4005:UDINT     | 4005:WORD      | mailbox.request.length",
                "4009:UDINT     | 4009:INT       | mailbox.request.number",
                "4012:UINT      | 4012:ULINT     | mailbox.request.request",
                "4101:UINT      | 4101:DINT      | mailbox.answer.answered",
            })
    void whatIsWrongIsNamedWithItsTag(String from, String to, String key) throws Exception {
        assertThat(String.valueOf(refused(from, to).getMessage()).lines())
                .anySatisfy(l -> assertThat(l).contains(folder.toString()).contains(key));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "coil:1                      | discrete-input:1           | tags.infeed-enabled",
                "holding-register:1:CHAR     | input-register:201:CHAR    | tags.recipe",
                "holding-register:241        | input-register:241         | retained.total-parts",
                "holding-register:1001:      | input-register:1001:       | areas.parameters",
                "holding-register:4001:      | input-register:4001:       | mailbox.request.command",
                "holding-register:4002:      | input-register:4002:       | mailbox.request.slot",
                "holding-register:4003:      | input-register:4003:       | mailbox.request.block",
                "holding-register:4005:      | input-register:4005:       | mailbox.request.length",
                "holding-register:4007:      | input-register:4007:       | mailbox.request.crc",
                "holding-register:4009:      | input-register:4009:       | mailbox.request.number",
                "holding-register:4012:      | input-register:4012:       | mailbox.request.request",
                "holding-register:8001:      | input-register:8001:       | mailbox.window",
            })
    void whatIsWrittenDoesNotStandInInputs(String from, String to, String key) throws Exception {
        assertThat(refused(from, to)).hasMessageContaining(key + ": '" + to).hasMessageContaining("not inputs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "holding-register:221:  | holding-register:220:   | retained.last-maintenance | retained.tool-wear",
                "holding-register:241:  | holding-register:1048:  | retained.total-parts      | areas.parameters",
                "holding-register:4002: | holding-register:4004:  | mailbox.request.slot      | mailbox.request.block",
                "holding-register:4012: | holding-register:4101:  | mailbox.request.request   | mailbox.answer.answered",
                "holding-register:4243: | holding-register:4120:  | mailbox.answer.message    | mailbox.answer.block-length",
                "holding-register:8001: | holding-register:4300:  | mailbox.answer.message    | mailbox.window",
                "holding-register:1001: | holding-register:7954:  | areas.parameters          | mailbox.window",
            })
    void whatWouldOverwriteEachOtherIsNamedOnBothSides(String from, String to, String one, String other)
            throws Exception {
        assertThat(String.valueOf(refused(from, to).getMessage()).lines())
                .anySatisfy(l -> assertThat(l).contains(other + ": ").endsWith("expected memory apart from " + one));
    }

    @Test
    void neighboursAreApart() throws Exception {
        String text = Files.readString(DELIVERED)
                .replace("holding-register:241:LINT", "holding-register:225:LINT")
                .replace("holding-register:1001:", "holding-register:7953:");

        assertThat(read(text).retained()).containsKey("total-parts");
    }

    @Test
    void memoryOfS7IsComparedByTheBitAndItsInputsAreNotWritten() throws Exception {
        String text = """
                protocol: s7-light
                identity: {manufacturer-uri: "urn:m", product-code: P, revision: "1"}
                retained: {a: "%DB1.DBX0.3:BOOL", b: "%DB1.DBX0.4:BOOL", c: "%DB2.DBX0.3:BOOL", d: "LAST"}
                """;

        assertThat(read(text.replace("LAST", "%DB1.DBW1:INT")).retained()).hasSize(4);
        assertThat(refused(text.replace("LAST", "%DB1.DBB0:STRING(4)")))
                .hasMessageContaining("retained.d: '%DB1.DBB0:STRING(4)'; expected memory apart from retained.a");
        assertThat(refused(text.replace("LAST", "%IW4:INT"))).hasMessageContaining("retained.d: '%IW4:INT'");
    }

    private DocumentException refused(String from, String to) throws IOException {
        String good = Files.readString(DELIVERED);
        String changed = good.replace(from, to);
        assertThat(changed).as("the row changes the file").isNotEqualTo(good);
        return refused(changed);
    }

    private DocumentException refused(String text) {
        DocumentException e = catchThrowableOfType(DocumentException.class, () -> read(text));
        assertThat(e).as("the file is refused").isNotNull();
        return e;
    }

    private Profile read(String text) throws IOException, DocumentException {
        return ProfileFile.read(Files.writeString(folder.resolve("profile.yaml"), text));
    }
}
