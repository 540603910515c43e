package org.millwright.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
            })
    void whatIsWrongIsNamedWithItsTag(String from, String to, String key) throws Exception {
        String good = Files.readString(DELIVERED);
        String changed = good.replace(from, to);
        assertThat(changed).as("the row changes the file").isNotEqualTo(good);
        Path file = Files.writeString(folder.resolve("profile.yaml"), changed);
        DocumentException e = catchThrowableOfType(DocumentException.class, () -> ProfileFile.read(file));

        assertThat(e).as("the file is refused").isNotNull();
        assertThat(String.valueOf(e.getMessage()).lines())
                .anySatisfy(l -> assertThat(l).contains(file.toString()).contains(key));
    }
}
