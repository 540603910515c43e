package org.millwright.equipment.plc4x;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.millwright.equipment.TagValue;
import org.millwright.plant.Address;
import org.millwright.plant.Profile.ByteOrder;
import org.millwright.plant.Protocol;

class CodecTest {
    private static Address at(String type) {
        return Protocol.MODBUS_TCP.address("holding-register:1:" + type);
    }

    @ParameterizedTest
    @CsvSource({
        "BIG_ENDIAN, 01020304, 0102030405060708, 0102",
        "LITTLE_ENDIAN, 04030201, 0807060504030201, 0102",
        "BIG_ENDIAN_BYTE_SWAP, 02010403, 0201040306050807, 0102",
        "LITTLE_ENDIAN_BYTE_SWAP, 03040102, 0708050603040102, 0102",
    })
    void everyByteOrderIsReadAndWritten(ByteOrder order, String four, String eight, String two) {
        Codec codec = new Codec(order);

        assertThat(codec.value(at("UDINT"), hex(four))).isEqualTo(new TagValue.Whole(0x01020304));
        assertThat(codec.bytes(at("UDINT"), new TagValue.Whole(0x01020304))).contains(hex(four));
        assertThat(codec.value(at("LINT"), hex(eight))).isEqualTo(new TagValue.Whole(0x0102030405060708L));
        assertThat(codec.bytes(at("LINT"), new TagValue.Whole(0x0102030405060708L)))
                .contains(hex(eight));
        assertThat(codec.value(at("UINT"), hex(two))).as("one register").isEqualTo(new TagValue.Whole(0x0102));
        assertThat(codec.bytes(at("LREAL"), new TagValue.Real(0.25)).map(b -> codec.value(at("LREAL"), b)))
                .contains(new TagValue.Real(0.25));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @Test
    void aValueThatTheAddressCannotHoldHasNoBytes() {
        Codec codec = new Codec(ByteOrder.BIG_ENDIAN);

        assertThat(codec.bytes(at("INT"), new TagValue.Whole(40_000))).isEmpty();
        assertThat(codec.bytes(at("UINT"), new TagValue.Whole(-1))).isEmpty();
        assertThat(codec.bytes(at("UINT"), new TagValue.Text("on"))).isEmpty();
        assertThat(codec.bytes(at("CHAR[4]"), new TagValue.Text("five!"))).isEmpty();
        assertThat(codec.bytes(at("CHAR[4]"), new TagValue.Text("\u20ac"))).isEmpty();
        assertThat(codec.bytes(at("CHAR[4]"), new TagValue.Text("four"))).contains(hex("666f7572"));
    }

    @Test
    void aShortNumberReadsAsPeopleWriteIt() {
        Codec codec = new Codec(ByteOrder.BIG_ENDIAN);
        byte[] tenth = codec.bytes(at("REAL"), new TagValue.Real(0.1)).orElseThrow();

        assertThat(codec.value(at("REAL"), tenth)).isEqualTo(new TagValue.Real(0.1));
    }

    @Test
    void textOfS7CarriesItsLength() {
        Codec codec = new Codec(ByteOrder.BIG_ENDIAN);
        Address string = Protocol.S7_LIGHT.address("%DB1.DBB0:STRING(6)");

        assertThat(codec.bytes(string, new TagValue.Text("abc"))).contains(hex("0603616263000000"));
        assertThat(codec.value(string, hex("0602616263000000"))).isEqualTo(new TagValue.Text("ab"));
    }
}
