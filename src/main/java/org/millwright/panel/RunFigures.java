package org.millwright.panel;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.StepId;
import org.millwright.upgrade.journal.RowJson;

/**
 * Figures about runs for a monitoring system. They are counted anew from the journal's first row at each start, so they
 * never fall but when the journal is exchanged.
 */
@Singleton
final class RunFigures {
    private final MeterRegistry registry;
    private final Map<Phase, AtomicLong> ended = new EnumMap<>(Phase.class);

    RunFigures(MeterRegistry registry, Runs runs) {
        this.registry = registry;
        for (Phase phase : Phase.values()) {
            AtomicLong over = new AtomicLong();
            ended.put(phase, over);
            Gauge.builder("millwright.runs", () -> phase.ended() ? over.get() : runs.openIn(phase))
                    .description("Runs in a phase; ended ones ever.")
                    .tag("phase", phase.name())
                    .register(registry);
        }
    }

    void count(Entry row) {
        registry.counter("millwright.journal.rows", "event", RowJson.kind(row)).increment();
        switch (row.event()) {
            case Event.Ended(StepId step, int _, Outcome outcome) ->
                registry.counter(
                                "millwright.step.outcomes",
                                "step",
                                step.kind().name(),
                                "outcome",
                                outcome.getClass().getSimpleName())
                        .increment();
            case Event.Finished(Event.Ending ending, String _) ->
                ended.computeIfAbsent(ending.phase(), _ -> new AtomicLong()).incrementAndGet();
            case Event.Stored _,
                    Event.Released _,
                    Event.Revoked _,
                    Event.Cancelled _,
                    Event.Cleared _,
                    Event.Requested _,
                    Event.Approved _,
                    Event.HoldAsked _,
                    Event.Resumed _,
                    Event.AbortAsked _,
                    Event.Intended _,
                    Event.Held _,
                    Event.Awaits _,
                    Event.Served _,
                    Event.TurnedBack _ -> {}
        }
    }
}
