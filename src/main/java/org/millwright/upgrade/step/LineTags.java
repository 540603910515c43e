package org.millwright.upgrade.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Session;
import org.millwright.equipment.TagValue;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Tag;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Scene;

/** Process values of a whole line. */
final class LineTags {
    private LineTags() {}

    static TagValue one(Session session, Tag tag) throws EquipmentException {
        return Objects.requireNonNull(session.read(Set.of(tag), Limits.REQUEST).get(tag));
    }

    /** The same tags of every station, in flow order. */
    static Map<ControllerId, Map<Tag, TagValue>> all(Scene scene, Set<Tag> tags) throws EquipmentException {
        Map<ControllerId, Map<Tag, TagValue>> values = new LinkedHashMap<>();
        for (Controller controller : scene.line().controllers()) {
            values.put(controller.id(), scene.ask(controller.id(), s -> s.read(tags, Limits.REQUEST)));
        }
        return values;
    }

    /** Switches infeeds where they differ, the most downstream first so that no part is let into a station that stands. */
    static void infeed(Scene scene, boolean on) throws EquipmentException {
        List<Controller> downstreamFirst = new ArrayList<>(scene.line().controllers()).reversed();
        TagValue wanted = new TagValue.Flag(on);
        for (Controller controller : downstreamFirst) {
            if (!scene.ask(controller.id(), s -> one(s, Tag.INFEED_ENABLED)).equals(wanted)) {
                scene.tell(controller.id(), s -> s.write(scene.fence(), Tag.INFEED_ENABLED, wanted, Limits.REQUEST));
            }
        }
    }

    /** Switches every infeed off, whoever does not answer; says who did not and why. */
    static Map<ControllerId, String> switchOff(Scene scene) {
        Map<ControllerId, String> unknown = new TreeMap<>();
        TagValue off = new TagValue.Flag(false);
        for (Controller controller : scene.line().controllers()) {
            try {
                scene.tell(controller.id(), s -> s.write(scene.fence(), Tag.INFEED_ENABLED, off, Limits.REQUEST));
            } catch (EquipmentException e) {
                unknown.put(controller.id(), String.valueOf(e.getMessage()));
            }
        }
        return unknown;
    }

    static long whole(Map<Tag, TagValue> values, Tag tag) throws EquipmentException {
        return switch (values.get(tag)) {
            case TagValue.Whole(long value) -> value;
            case TagValue.Real(double value) -> Math.round(value);
            case null, default -> throw notANumber(tag, values);
        };
    }

    static double real(Map<Tag, TagValue> values, Tag tag) throws EquipmentException {
        return switch (values.get(tag)) {
            case TagValue.Whole(long value) -> value;
            case TagValue.Real(double value) -> value;
            case null, default -> throw notANumber(tag, values);
        };
    }

    private static EquipmentException notANumber(Tag tag, Map<Tag, TagValue> values) {
        return new EquipmentException(
                EquipmentException.Kind.BROKEN_PROTOCOL, tag.key() + " is not a number but " + values.get(tag));
    }
}
