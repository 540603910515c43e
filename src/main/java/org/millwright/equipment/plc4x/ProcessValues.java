package org.millwright.equipment.plc4x;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.TagValue;
import org.millwright.equipment.plc4x.Points.Reading;
import org.millwright.equipment.plc4x.Points.Setting;
import org.millwright.plant.Address;
import org.millwright.plant.Controller;
import org.millwright.plant.Profile;
import org.millwright.plant.Profile.Point;
import org.millwright.plant.Tag;

/** The tags and retained values of one controller. */
record ProcessValues(Controller controller, Profile profile, Points points) {
    /** All others are the machine's own; most protocols here would let anybody write them. */
    private static final Set<Tag> WRITABLE = Set.of(Tag.INFEED_ENABLED, Tag.RECIPE);

    Map<Tag, TagValue> tags(Set<Tag> tags, Deadline deadline) throws EquipmentException {
        Map<Tag, Point> wanted = new EnumMap<>(Tag.class);
        for (Tag tag : tags) {
            wanted.put(tag, point(tag));
        }
        String names = wanted.keySet().stream().map(Tag::key).collect(Collectors.joining(", "));
        Reading reading = points.read(
                "read " + names, wanted.values().stream().map(Point::address).toList(), deadline);
        Map<Tag, TagValue> values = new EnumMap<>(Tag.class);
        wanted.forEach((tag, point) -> values.put(tag, meaning(tag, point, reading.value(point.address()))));
        return values;
    }

    /** The tag's address as the controller has it: who has none in the plant has none here. */
    private Point point(Tag tag) throws EquipmentException {
        return Optional.ofNullable(profile.tags().get(tag))
                .filter(_ -> controller.tags().containsKey(tag))
                .orElseThrow(() -> points.failures().refused("has no address for " + tag.key()));
    }

    private static TagValue meaning(Tag tag, Point point, TagValue read) {
        return switch (tag) {
            case STATE, RECIPE -> new TagValue.Text(named(point, read));
            case INFEED_ENABLED -> read instanceof TagValue.Whole whole ? new TagValue.Flag(whole.value() != 0) : read;
            case PARTS_IN_STATION, CYCLE_COUNT, REJECT_COUNT -> read;
            case LAST_CYCLE_TIME_MS -> read instanceof TagValue.Whole whole ? new TagValue.Real(whole.value()) : read;
            case ALARMS -> new TagValue.Texts(alarms(point, read));
        };
    }

    private static String named(Point point, TagValue read) {
        return read instanceof TagValue.Whole whole
                ? Optional.ofNullable(point.values().get(whole.value())).orElse(read.toString())
                : read.toString();
    }

    /** A bit without a text is an alarm all the same. */
    private static List<String> alarms(Point point, TagValue read) {
        return switch (read) {
            case TagValue.Whole whole -> {
                List<String> texts = new ArrayList<>();
                for (long bits = whole.value(); bits != 0; bits &= bits - 1) {
                    long bit = Long.numberOfTrailingZeros(bits);
                    texts.add(Optional.ofNullable(point.bits().get(bit)).orElse("alarm bit " + bit));
                }
                yield texts;
            }
            case TagValue.Flag flag ->
                flag.value() ? List.of(Optional.ofNullable(point.bits().get(0L)).orElse("alarm")) : List.of();
            case TagValue.Text text -> text.value().isBlank() ? List.of() : List.of(text.value());
            case TagValue.Texts texts -> texts.values();
            case TagValue.Real real -> List.of(real.toString());
        };
    }

    void write(Tag tag, TagValue value, Deadline deadline) throws EquipmentException {
        Address address = point(tag).address();
        if (!WRITABLE.contains(tag) || isReadOnly(address)) {
            throw points.failures().refused(tag.key() + " at " + address + " is the machine's own and is not written");
        }
        points.write("write " + tag.key(), List.of(new Setting(tag.key(), address, value)), deadline);
    }

    private static boolean isReadOnly(Address address) {
        return address.place() instanceof Address.Place.Register register
                && register.space().isReadOnly();
    }

    Map<String, TagValue> retained(Deadline deadline) throws EquipmentException {
        Reading reading = points.read("read retained values", profile.retained().values(), deadline);
        Map<String, TagValue> values = new LinkedHashMap<>();
        profile.retained().forEach((name, address) -> values.put(name, reading.value(address)));
        return values;
    }

    void restoreRetained(Map<String, TagValue> values, Deadline deadline) throws EquipmentException {
        List<Setting> settings = new ArrayList<>();
        for (Map.Entry<String, TagValue> entry : values.entrySet()) {
            Address address = Optional.ofNullable(profile.retained().get(entry.getKey()))
                    .orElseThrow(() -> points.failures().refused("has no address for " + entry.getKey()));
            settings.add(new Setting(entry.getKey(), address, entry.getValue()));
        }
        points.write("write retained values", settings, deadline);
    }
}
