package org.millwright.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.millwright.upgrade.JobState.Top;

/** The transitions of OPC 10031-4, 7.1, from one state to another; everything else is a fault. */
public final class JobTransitions {
    private static final Map<Top, Set<Top>> STANDARD = new EnumMap<>(Map.of(
            Top.NOT_ALLOWED_TO_START, EnumSet.of(Top.ALLOWED_TO_START, Top.ABORTED),
            Top.ALLOWED_TO_START, EnumSet.of(Top.NOT_ALLOWED_TO_START, Top.RUNNING, Top.ABORTED),
            Top.RUNNING, EnumSet.of(Top.INTERRUPTED, Top.ENDED, Top.ABORTED),
            Top.INTERRUPTED, EnumSet.of(Top.RUNNING, Top.ENDED, Top.ABORTED),
            Top.ENDED, EnumSet.noneOf(Top.class),
            Top.ABORTED, EnumSet.noneOf(Top.class)));

    private JobTransitions() {}

    /** Folds the rows up to each of them, as a process that was started just then would. */
    public static void assertStandard(List<Entry> rows) {
        for (int i = 1; i < rows.size(); i++) {
            Job before = Job.find(rows.subList(0, i)).orElseThrow();
            Job after = Job.find(rows.subList(0, i + 1)).orElseThrow();
            Top from = before.state().top();
            Top to = after.state().top();
            // To be stored and to be taken out of the list are no transitions.
            boolean inList = before.listed() && after.listed();
            if (inList && from != to) {
                assertThat(STANDARD.get(from))
                        .as("from %s by %s", from, rows.get(i))
                        .contains(to);
            }
        }
    }
}
