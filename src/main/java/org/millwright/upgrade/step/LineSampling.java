package org.millwright.upgrade.step;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.TagValue;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Tag;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;
import org.millwright.validation.Sample;
import org.millwright.validation.Sampler;

/** Measures a producing line, one reading of every station at a time. */
final class LineSampling {
    private static final Set<Tag> MEASURED =
            Set.of(Tag.CYCLE_COUNT, Tag.REJECT_COUNT, Tag.LAST_CYCLE_TIME_MS, Tag.ALARMS);

    private final Scene scene;
    private final Sampler sampler = new Sampler();
    private final int wanted;

    LineSampling(Scene scene, int wanted) {
        this.scene = scene;
        this.wanted = wanted;
    }

    /** Takes a reading; true when every station has completed the wanted number of cycles. */
    boolean enough() throws EquipmentException {
        for (Map.Entry<ControllerId, Map<Tag, TagValue>> station :
                LineTags.all(scene, MEASURED).entrySet()) {
            Map<Tag, TagValue> values = station.getValue();
            sampler.add(
                    station.getKey(),
                    LineTags.whole(values, Tag.CYCLE_COUNT),
                    LineTags.whole(values, Tag.REJECT_COUNT),
                    LineTags.real(values, Tag.LAST_CYCLE_TIME_MS),
                    alarms(values));
        }
        scene.show((int) (100 * measured() / wanted), progress());
        return measured() >= wanted;
    }

    private static List<String> alarms(Map<Tag, TagValue> values) throws EquipmentException {
        return switch (values.get(Tag.ALARMS)) {
            case TagValue.Texts(List<String> texts) -> texts;
            case TagValue.Text(String text) -> text.isBlank() ? List.of() : List.of(text);
            case null, default ->
                throw new EquipmentException(
                        EquipmentException.Kind.BROKEN_PROTOCOL, "alarms are no texts but " + values.get(Tag.ALARMS));
        };
    }

    private String progress() {
        return measured() + " of " + wanted + " cycles measured";
    }

    /** Cycles whose time was seen at the station where the fewest were. */
    private long measured() {
        return sampler.samples().values().stream()
                .mapToLong(Sample::timed)
                .min()
                .orElse(0);
    }

    Map<ControllerId, Sample> samples() {
        return sampler.samples();
    }

    Outcome goOn() {
        return new Outcome.Wait(scene.now().plus(Limits.SAMPLE), progress());
    }
}
