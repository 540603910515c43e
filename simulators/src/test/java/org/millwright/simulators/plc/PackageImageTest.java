package org.millwright.simulators.plc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackageImageTest {
    private static final PackageTool.Fields FIELDS = new PackageTool.Fields(
            "Halden Controls", "urn:halden:controls", "HC-210", "2.4.0", "3..5", "slower=1.08 reject-rate=0.2");

    @Test
    void aBuiltPackageIsReadBackWithEveryField() throws PlcRefusal {
        PackageImage read =
                PackageImage.parse(PackageTool.build(FIELDS, 100_000).bytes());

        assertThat(read.software().manufacturer()).isEqualTo("Halden Controls");
        assertThat(read.software().manufacturerUri()).isEqualTo("urn:halden:controls");
        assertThat(read.software().productCode()).isEqualTo("HC-210");
        assertThat(read.software().revision()).isEqualTo("2.4.0");
        assertThat(read.header().hardware()).isEqualTo(new HardwareRange(3, 5));
        assertThat(read.header().effects().slower()).isEqualTo(1.08);
        assertThat(read.header().effects().rejectRate()).hasValue(0.2);
        assertThat(read.header().payloadBytes()).isEqualTo(100_000);
    }

    @Test
    void theSameFieldsAlwaysGiveTheSameBytesAndTheyCompressWell() throws PlcRefusal {
        byte[] once = PackageTool.build(FIELDS, 1_000_000).bytes();

        assertThat(PackageTool.build(FIELDS, 1_000_000).bytes()).isEqualTo(once);
        Deflater deflater = new Deflater();
        deflater.setInput(once);
        deflater.finish();
        assertThat(deflater.deflate(new byte[once.length])).isLessThan(once.length / 50);
        deflater.end();
    }

    @Test
    void theNamedHashIsThatOfTheWholePackage() throws PlcRefusal {
        PackageImage image = PackageTool.build(FIELDS, 10);
        assertThat(image.software().sha256()).isEqualTo(PackageImage.sha256(image.bytes(), 0));
    }

    @Test
    void headerLinesMayComeInAnyOrder() throws PlcRefusal {
        String text = text(PackageTool.build(FIELDS, 0).bytes());
        String swapped = text.replace("product-code: HC-210\n", "")
                .replace("payload-bytes", "product-code: HC-210\npayload-bytes");

        assertThat(PackageImage.parse(swapped.getBytes(StandardCharsets.UTF_8))
                        .software()
                        .productCode())
                .isEqualTo("HC-210");
    }

    @Test
    void everyEffectIsUnderstood() throws PlcRefusal {
        Effects effects = Effects.parse(
                "slower=2 reject-rate=1 alarms=0.5 reset-retained=A reset-retained=B no-boot bad-health refuse-install");

        assertThat(effects.slower()).isEqualTo(2);
        assertThat(effects.rejectRate()).hasValue(1);
        assertThat(effects.alarmRate()).hasValue(0.5);
        assertThat(effects.resetRetained()).isEqualTo(Set.of("A", "B"));
        assertThat(effects.noBoot()).isTrue();
        assertThat(effects.badHealth()).isTrue();
        assertThat(effects.refuseInstall()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "faster=2",
                "slower",
                "slower=fast",
                "slower=-1",
                "slower=1e9",
                "reject-rate=1.1",
                "alarms=NaN",
                "no-boot=1",
                "reset-retained",
                "reset-retained=",
                "slower=2 slower=3"
            })
    void aWrongEffectIsRefusedByName(String effects) {
        assertThatExceptionOfType(PlcRefusal.class)
                .isThrownBy(() -> Effects.parse(effects))
                .withMessageContaining(effects.split("[= ]", -1)[0]);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            MWPKG/1                     | MWPKG/2                    | begin with MWPKG/1
            revision: 2.4.0             | revision: 2 4              | 'revision: 2 4'
            revision: 2.4.0             | revision:                  | lacks 'revision'
            revision: 2.4.0             | colour: red                | unknown line 'colour: red'
            revision: 2.4.0             | product-code: X            | 'product-code' twice
            revision: 2.4.0             | just words                 | unknown line 'just words'
            hardware: 3..5              | hardware: 5..3             | empty range
            hardware: 3..5              | hardware: any              | not a range like 3..5
            payload-bytes: 1000         | payload-bytes: 999         | header says 999
            payload-bytes: 1000         | payload-bytes: 99999999999 | not a number up to
            payload-bytes: 1000         | payload-bytes: -1          | not a number up to
            payload-sha256:             | payload-sha256: x          | 64 lower-case hex digits
            """)
    void aMalformedHeaderIsRefusedWithItsReason(String line, String instead, String reason) throws PlcRefusal {
        String broken = text(PackageTool.build(FIELDS, 1000).bytes()).replace(line, instead);

        assertRefused(broken.getBytes(StandardCharsets.UTF_8), reason);
    }

    @Test
    void oneFlippedPayloadByteIsRefused() throws PlcRefusal {
        byte[] bytes = PackageTool.build(FIELDS, 1000).bytes();
        bytes[bytes.length - 1] ^= 1;

        assertRefused(bytes, "SHA-256");
    }

    @Test
    void everyTruncationIsRefused() throws PlcRefusal {
        byte[] bytes = PackageTool.build(FIELDS, 20).bytes();
        for (int length = 0; length < bytes.length; length++) {
            assertRefused(Arrays.copyOf(bytes, length), "");
        }
    }

    @Test
    void aHeaderWithoutEndIsRefusedWithinItsBound() {
        byte[] endless = new byte[1_000_000];
        Arrays.fill(endless, (byte) 'x');
        assertRefused(endless, "within 8192 bytes");
    }

    @Test
    void aHeaderThatIsNotUtf8IsRefused() {
        assertRefused(new byte[] {'M', (byte) 0xff, '\n', '\n'}, "UTF-8");
    }

    @Test
    void aFieldCannotSmuggleInAnotherLine() {
        PackageTool.Fields sly =
                new PackageTool.Fields("Halden\neffects: no-boot", "urn:halden:controls", "HC-210", "2.4.0", "3", "");

        assertThatExceptionOfType(PlcRefusal.class)
                .isThrownBy(() -> PackageTool.build(sly, 1))
                .withMessageContaining("'manufacturer' must be one line");
    }

    private static void assertRefused(byte[] bytes, String reason) {
        assertThatExceptionOfType(PlcRefusal.class)
                .isThrownBy(() -> PackageImage.parse(bytes))
                .withMessageContaining(reason)
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo("Bad_InvalidArgument"));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
