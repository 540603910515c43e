package org.millwright.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.millwright.equipment.TagValue;
import org.millwright.plan.Plan.IntegrityRule;
import org.millwright.release.Sha256;

/**
 * Compares a controller's data with its snapshot. A retained value without a rule must be equal; a counter may be
 * allowed to have gone on.
 *
 * @param rules by the retained value's name
 */
public record DataComparison(ControllerSnapshot before, Map<String, IntegrityRule> rules) {
    /** What a controller holds now. */
    public record Data(Optional<Sha256> parameters, Map<String, TagValue> retained, Optional<String> recipe) {}

    /** Retained values that break their rule, as the snapshot has them. */
    public Map<String, TagValue> lost(Map<String, TagValue> now) {
        Map<String, TagValue> lost = new TreeMap<>();
        before.retained().forEach((name, was) -> {
            if (!keeps(name, was, Optional.ofNullable(now.get(name)))) {
                lost.put(name, was);
            }
        });
        return lost;
    }

    /** One sentence for each difference; empty when the data is intact. */
    public List<String> differences(Data now) {
        List<String> differences = new ArrayList<>();
        lost(now.retained())
                .forEach((name, was) -> differences.add("retained value " + name + " was " + was + ", is "
                        + Optional.ofNullable(now.retained().get(name))
                                .map(TagValue::toString)
                                .orElse("gone")));
        if (!now.recipe().equals(before.recipe())) {
            differences.add("recipe was " + before.recipe().orElse("none") + ", is "
                    + now.recipe().orElse("none"));
        }
        if (!now.parameters().equals(before.parameters())) {
            differences.add("parameters differ from the snapshot");
        }
        return differences;
    }

    private boolean keeps(String name, TagValue was, Optional<TagValue> is) {
        if (is.isEmpty()) {
            return false;
        }
        return switch (rules.getOrDefault(name, IntegrityRule.EQUAL)) {
            case EQUAL -> is.get().equals(was);
            case NOT_LESS -> notLess(was, is.get());
        };
    }

    private static boolean notLess(TagValue was, TagValue is) {
        if (was instanceof TagValue.Whole(long before) && is instanceof TagValue.Whole(long now)) {
            return now >= before;
        }
        if (was instanceof TagValue.Real(double before) && is instanceof TagValue.Real(double now)) {
            return now >= before;
        }
        return is.equals(was);
    }
}
