package org.millwright.plant;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.millwright.document.Document;
import org.millwright.document.DocumentException;
import org.millwright.document.Field;
import org.millwright.document.Item;
import org.millwright.document.Section;
import org.millwright.plant.Profile.ByteOrder;
import org.millwright.plant.Profile.Nameplate;
import org.millwright.plant.Profile.Point;
import org.millwright.plant.Profile.Told;

/** Reads {@code config/profiles/NAME.yaml}. Every address is checked against the notation of the profile's protocol. */
public final class ProfileFile {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final int MOST_REQUESTS_A_SECOND = 100_000;

    private ProfileFile() {}

    public static Profile read(Path file) throws DocumentException {
        return Document.read(file).as(ProfileFile::profile);
    }

    private static Field<Profile> profile(Section s) {
        Field<Protocol> protocol = s.at("protocol").choice(Protocol.class);
        Addresses addresses = new Addresses(protocol);
        Field<Optional<Long>> requests = s.optional("requests-per-second", i -> i.whole(1, MOST_REQUESTS_A_SECOND));
        Field<ByteOrder> order = s.optional("byte-order", ByteOrder.BIG_ENDIAN, i -> i.choice(ByteOrder.class))
                .check(
                        o -> o == ByteOrder.BIG_ENDIAN || isModbus(protocol),
                        "expected no other byte order than big-endian: only registers have one");
        Field<Nameplate> nameplate = s.at("identity").section(i -> nameplate(i, addresses));
        Field<Map<Tag, Point>> tags = s.optional("tags", Map.of(), i -> i.section(t -> tags(t, addresses)));
        Field<Map<String, Address>> retained =
                s.optional("retained", Map.of(), i -> i.map(r -> Addresses.written(addresses.scalar(r))));
        Field<Map<String, Address>> areas =
                s.optional("areas", Map.of(), i -> i.map(a -> Addresses.written(addresses.range(a))));
        Field<Optional<Address>> clock = s.optional("clock", addresses::whole);
        Field<Optional<ProgramMailbox>> mailbox =
                s.optional("mailbox", i -> i.section(m -> new MailboxReader(addresses).mailbox(m)));
        if (retained.isRead() && areas.isRead() && mailbox.isRead()) {
            new Overlaps(s).demandNone(retained.get(), areas.get(), mailbox.get());
        }
        return s.end(() -> new Profile(
                protocol.get(),
                requests.get().map(n -> OptionalInt.of(n.intValue())).orElse(OptionalInt.empty()),
                order.get(),
                nameplate.get(),
                tags.get(),
                new TreeMap<>(retained.get()),
                new TreeMap<>(areas.get()),
                clock.get(),
                mailbox.get()));
    }

    private static boolean isModbus(Field<Protocol> protocol) {
        return !protocol.isRead() || protocol.get() == Protocol.MODBUS_TCP;
    }

    private static Field<Nameplate> nameplate(Section s, Addresses addresses) {
        Field<Told> maker = told(s.at("manufacturer-uri"), addresses);
        Field<Told> product = told(s.at("product-code"), addresses);
        Field<Told> revision = told(s.at("revision"), addresses);
        Told untold = new Told.Always("");
        Field<Told> hardware = s.optional("hardware-revision", untold, i -> told(i, addresses));
        Field<Told> serial = s.optional("serial-number", untold, i -> told(i, addresses));
        return s.end(() -> new Nameplate(maker.get(), product.get(), revision.get(), hardware.get(), serial.get()));
    }

    private static Field<Told> told(Item item, Addresses addresses) {
        return item.isText()
                ? item.text().map(Told.Always::new)
                : item.section(s -> {
                    Field<Address> address = addresses.scalar(s.at("tag"));
                    return s.end(() -> new Told.At(address.get()));
                });
    }

    private static Field<Map<Tag, Point>> tags(Section s, Addresses addresses) {
        Map<Tag, Field<Optional<Point>>> fields = new EnumMap<>(Tag.class);
        for (Tag tag : Tag.values()) {
            fields.put(tag, s.optional(tag.key(), i -> point(i, addresses, tag)));
        }
        return s.end(() -> {
            Map<Tag, Point> points = new EnumMap<>(Tag.class);
            fields.forEach((tag, point) -> point.get().ifPresent(p -> points.put(tag, p)));
            return points;
        });
    }

    private static Field<Point> point(Item item, Addresses addresses, Tag tag) {
        if (item.isText()) {
            return fitting(addresses.scalar(item), tag).map(a -> new Point(a, new TreeMap<>(), new TreeMap<>()));
        }
        return item.section(s -> {
            Field<Address> address = fitting(addresses.scalar(s.at("address")), tag);
            Field<SortedMap<Long, String>> values =
                    s.optional("values", new TreeMap<>(), i -> numbered(i, Long.MAX_VALUE));
            Field<SortedMap<Long, String>> bits =
                    s.optional("bits", new TreeMap<>(), i -> numbered(i, Addresses.highestBit(address)));
            if (s.keys().contains("bits")) {
                Addresses.ofBits(address);
            }
            return s.end(() -> new Point(address.get(), values.get(), bits.get()));
        });
    }

    private static Field<Address> fitting(Field<Address> any, Tag tag) {
        boolean isWritten = tag == Tag.INFEED_ENABLED || tag == Tag.RECIPE;
        Field<Address> address = isWritten ? Addresses.written(any) : any;
        return address.check(
                a -> switch (tag) {
                    case STATE, RECIPE, ALARMS -> !a.type().isReal();
                    case INFEED_ENABLED ->
                        a.type() == Address.Type.BOOL || a.type().isWhole();
                    case PARTS_IN_STATION, CYCLE_COUNT, REJECT_COUNT -> a.type().isWhole();
                    case LAST_CYCLE_TIME_MS -> a.type().isWhole() || a.type().isReal();
                },
                "expected an address of a type that " + tag.key() + " can have");
    }

    /** Texts by number. */
    static Field<SortedMap<Long, String>> numbered(Item item, long largest) {
        return item.map(Item::text).convert(texts -> {
            SortedMap<Long, String> byNumber = new TreeMap<>();
            texts.forEach((number, text) -> byNumber.put(number(number, largest), text));
            return byNumber;
        });
    }

    private static long number(String text, long largest) {
        long number = NUMBER.matcher(text).matches() ? Long.parseLong(text) : -1;
        if (number < 0 || number > largest) {
            throw new IllegalArgumentException("expected numbers from 0 to " + largest + " as keys, not " + text);
        }
        return number;
    }

    /** Reads addresses of one protocol; anything goes as long as the protocol is wrong. */
    record Addresses(Field<Protocol> protocol) {
        private Field<Address> any(Item item) {
            return item.text()
                    .convert(text -> protocol.isRead()
                            ? protocol.get().address(text)
                            : new Address(text, new Address.Place.Symbol(text), Address.Type.INT, 1));
        }

        /** One value. */
        Field<Address> scalar(Item item) {
            return any(item)
                    .check(a -> !protocol.isRead() || a.type() != Address.Type.BYTE, "expected one value, not BYTE");
        }

        Field<Address> whole(Item item) {
            return any(item).check(a -> a.type().isWhole(), "expected a whole number's address, like ...:UINT");
        }

        Field<Address> textual(Item item) {
            return any(item)
                    .check(
                            a -> !protocol.isRead() || a.type().isText(),
                            "expected a text's address, like ...:CHAR[32]");
        }

        /** For what Millwright writes. */
        static Field<Address> written(Field<Address> address) {
            return address.check(Address::isWritable, "expected memory that can be written, not inputs");
        }

        /** For what is read bit by bit. */
        static Field<Address> ofBits(Field<Address> address) {
            return address.check(
                    a -> a.type() == Address.Type.BOOL || a.type().isUnsigned(),
                    "expected a number without sign for bits, like ...:UINT");
        }

        /** The number of the last bit there. */
        static int highestBit(Field<Address> address) {
            if (!address.isRead()) {
                return Long.SIZE - 1;
            }
            Address of = address.get();
            return of.type() == Address.Type.BOOL ? 0 : Math.min(of.bytes(), Long.BYTES) * Byte.SIZE - 1;
        }

        /** Bytes in one piece. */
        Field<Address> range(Item item) {
            return any(item)
                    .check(
                            a -> !protocol.isRead() || (protocol.get().hasRanges() && a.type() == Address.Type.BYTE),
                            "expected a range of bytes, like ...:BYTE[400], in a protocol that has them");
        }
    }
}
