package org.millwright.plant;

import static org.millwright.plant.ProfileFile.numbered;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.millwright.document.Field;
import org.millwright.document.Item;
import org.millwright.document.Section;
import org.millwright.plant.ProfileFile.Addresses;
import org.millwright.plant.ProgramMailbox.Answer;
import org.millwright.plant.ProgramMailbox.BehaviorBits;
import org.millwright.plant.ProgramMailbox.Bit;
import org.millwright.plant.ProgramMailbox.Coded;
import org.millwright.plant.ProgramMailbox.Command;
import org.millwright.plant.ProgramMailbox.Place;
import org.millwright.plant.ProgramMailbox.Request;
import org.millwright.plant.ProgramMailbox.Slot;
import org.millwright.plant.ProgramMailbox.Status;

/** Reads the mailbox of a profile. */
record MailboxReader(Addresses addresses) {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);
    private static final int WORD = 0xFFFF;
    private static final int HASH_BYTES = 32;
    private static final int SMALLEST_WINDOW = 16;
    private static final List<String> PREPARATIONS = List.of("idle", "preparing", "prepared", "resuming");
    private static final List<String> INSTALLATIONS = List.of("idle", "installing", "error");

    /** Without these no image can be sent and proven. */
    private static final List<Command> NEEDED = List.of(Command.BEGIN, Command.BLOCK, Command.COMMIT, Command.READ);

    Field<ProgramMailbox> mailbox(Section s) {
        Field<Map<Command, Integer>> commands = s.at("commands").section(MailboxReader::commands);
        Field<Request> request = s.at("request").section(this::request);
        Field<Answer> answer = s.at("answer").section(this::answer);
        Status none = new Status(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Field<Status> status = s.optional("status", none, i -> i.section(this::status));
        Field<Map<Place, Slot>> slots = s.at("slots").section(this::slots);
        Field<Optional<Address>> proven = s.optional("blocks-proven", addresses::whole);
        Field<Address> window = Addresses.written(addresses.range(s.at("window")))
                .check(a -> a.bytes() >= SMALLEST_WINDOW, "expected " + SMALLEST_WINDOW + " bytes or more");
        Field<Duration> within = s.optional("answers-within", ANSWERS_WITHIN, Item::duration);
        if (commands.isRead() && slots.isRead() && status.isRead()) {
            new MailboxRules(s, commands.get(), slots.get(), status.get()).demand();
        }
        return s.end(() -> new ProgramMailbox(
                commands.get(),
                request.get(),
                answer.get(),
                status.get(),
                proven.get(),
                slots.get(),
                window.get(),
                within.get()));
    }

    private static Field<Map<Command, Integer>> commands(Section s) {
        Map<Command, Field<Optional<Integer>>> fields = new EnumMap<>(Command.class);
        for (Command command : Command.values()) {
            fields.put(
                    command,
                    NEEDED.contains(command)
                            ? word(s.at(key(command))).map(Optional::of)
                            : s.optional(key(command), MailboxReader::word));
        }
        return s.end(() -> {
            Map<Command, Integer> commands = new EnumMap<>(Command.class);
            fields.forEach((command, code) -> code.get().ifPresent(c -> commands.put(command, c)));
            return commands;
        });
    }

    static String key(Enum<?> name) {
        return name.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Field<Integer> word(Item item) {
        return item.whole(0, WORD).map(Long::intValue);
    }

    private Field<Request> request(Section s) {
        Field<Address> command = Addresses.written(addresses.whole(s.at("command")));
        Field<Address> slot = Addresses.written(addresses.whole(s.at("slot")));
        Field<Address> block = Addresses.written(large(s.at("block")));
        Field<Address> length = Addresses.written(large(s.at("length")));
        Field<Address> crc = Addresses.written(fourBytes(s.at("crc")));
        Field<Address> number = Addresses.written(large(s.at("number")));
        Field<Address> request = Addresses.written(counter(s.at("request")));
        return s.end(() -> new Request(
                command.get(), slot.get(), block.get(), length.get(), crc.get(), number.get(), request.get()));
    }

    /** Blocks, bytes and seconds come in numbers that do not fit into 16 bits. */
    private Field<Address> large(Item item) {
        return addresses
                .whole(item)
                .check(a -> a.bytes() >= Integer.BYTES, "expected a number of 32 bits or more, like ...:UDINT");
    }

    private Field<Address> counter(Item item) {
        return addresses
                .whole(item)
                .check(
                        a -> a.type().isUnsigned() && a.bytes() <= Integer.BYTES,
                        "expected a number of 16 or 32 bits without sign, like ...:UINT");
    }

    private Field<Address> fourBytes(Item item) {
        return addresses
                .whole(item)
                .check(
                        a -> a.type() == Address.Type.UDINT || a.type() == Address.Type.DWORD,
                        "expected a number of 32 bits without sign, like ...:UDINT");
    }

    private Field<Answer> answer(Section s) {
        Field<Address> answered = counter(s.at("answered"));
        Field<Address> result = addresses.whole(s.at("result"));
        Field<Optional<Address>> message = s.optional("message", addresses::textual);
        Field<Address> blockCrc = fourBytes(s.at("block-crc"));
        Field<Optional<Address>> blockLength = s.optional("block-length", addresses::whole);
        Field<Integer> done = s.optional("done", 0, MailboxReader::word);
        Field<Optional<Integer>> wrongCrc = s.optional("wrong-crc", MailboxReader::word);
        Field<Optional<Integer>> notPrepared = s.optional("not-prepared", MailboxReader::word);
        return s.end(() -> new Answer(
                answered.get(),
                result.get(),
                message.get(),
                blockCrc.get(),
                blockLength.get(),
                done.get(),
                wrongCrc.get(),
                notPrepared.get()));
    }

    private Field<Status> status(Section s) {
        Field<Optional<Coded>> preparation = s.optional("preparation", i -> i.section(c -> coded(c, PREPARATIONS)));
        Field<Optional<Coded>> installation = s.optional("installation", i -> i.section(c -> coded(c, INSTALLATIONS)));
        Field<Optional<Bit>> confirm = s.optional("waits-for-confirm", i -> i.section(this::bit));
        Field<Optional<Bit>> power = s.optional("waits-for-power-cycle", i -> i.section(this::bit));
        Field<Optional<Address>> percent = s.optional("percent", addresses::whole);
        Field<Optional<Address>> error = s.optional("error-code", addresses::whole);
        Field<Optional<Address>> health = s.optional("health", addresses::whole);
        return s.end(() -> new Status(
                preparation.get(),
                installation.get(),
                confirm.get(),
                power.get(),
                percent.get(),
                error.get(),
                health.get()));
    }

    private Field<Coded> coded(Section s, List<String> names) {
        Field<Address> address = addresses.whole(s.at("address"));
        Field<SortedMap<Long, String>> values = numbered(s.at("values"), WORD)
                .check(
                        v -> Set.copyOf(names).equals(Set.copyOf(v.values())),
                        "expected a number for each of " + String.join(", ", names) + ", and nothing else");
        return s.end(() -> new Coded(address.get(), values.get()));
    }

    private Field<Bit> bit(Section s) {
        Field<Address> address = Addresses.ofBits(addresses.whole(s.at("address")));
        Field<Integer> bit = bitNumber(s.at("bit"), address);
        return s.end(() -> new Bit(address.get(), bit.get()));
    }

    private static Field<Integer> bitNumber(Item item, Field<Address> of) {
        return item.whole(0, Addresses.highestBit(of)).map(Long::intValue);
    }

    private Field<Map<Place, Slot>> slots(Section s) {
        Map<Place, Field<Optional<Slot>>> fields = new EnumMap<>(Place.class);
        for (Place place : Place.values()) {
            boolean named = place == Place.PENDING || place == Place.FALLBACK;
            fields.put(
                    place,
                    place == Place.OPEN
                            ? s.at(key(place)).section(p -> slot(p, false)).map(Optional::of)
                            : s.optional(key(place), i -> i.section(p -> slot(p, named))));
        }
        return s.end(() -> {
            Map<Place, Slot> slots = new TreeMap<>();
            fields.forEach((place, slot) -> slot.get().ifPresent(found -> slots.put(place, found)));
            return slots;
        });
    }

    /** What the current slot holds is told by the identity; the open transfer has no name. */
    private Field<Slot> slot(Section s, boolean named) {
        Field<Integer> code = word(s.at("code"));
        Field<Optional<Address>> revision = named
                ? addresses.textual(s.at("revision")).map(Optional::of)
                : s.optional("revision", addresses::textual);
        Field<Optional<Address>> hash = s.optional(
                "hash",
                i -> addresses
                        .range(i)
                        .check(a -> a.bytes() == HASH_BYTES, "expected " + HASH_BYTES + " bytes, like ...:BYTE[32]"));
        Field<Optional<BehaviorBits>> behavior = s.optional("behavior", i -> i.section(this::behavior));
        return s.end(() -> new Slot(code.get(), revision.get(), hash.get(), behavior.get()));
    }

    private Field<BehaviorBits> behavior(Section s) {
        Field<Address> address = Addresses.ofBits(addresses.whole(s.at("address")));
        Field<Optional<Integer>> keeps = s.optional("keeps-parameters", i -> bitNumber(i, address));
        Field<Optional<Integer>> power = s.optional("needs-power-cycle", i -> bitNumber(i, address));
        Field<Optional<Integer>> reboots = s.optional("reboots", i -> bitNumber(i, address));
        return s.end(() -> new BehaviorBits(address.get(), keeps.get(), power.get(), reboots.get()));
    }
}
