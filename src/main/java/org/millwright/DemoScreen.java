package org.millwright;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.millwright.plant.ControllerId;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.Live;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.StepId;
import org.millwright.upgrade.StepId.Leg;
import org.millwright.upgrade.StepKind;

/**
 * Tells a run in the terminal: one line a phase and one for everything that a person would want to know, and, where the
 * output is a terminal, a last line that is drawn over with what the steps are doing. Or one JSON object a row.
 */
final class DemoScreen {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out = System.out;
    private final DemoRun.Wish wish;
    private final Clock clock;
    private final boolean redraws;
    private long told;
    private Optional<Phase> phase = Optional.empty();

    private DemoScreen(DemoRun.Wish wish, Clock clock, boolean redraws) {
        this.wish = wish;
        this.clock = clock;
        this.redraws = redraws;
    }

    static DemoScreen of(DemoRun.Wish wish, Clock clock) {
        boolean terminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        return new DemoScreen(wish, clock, terminal && !wish.json());
    }

    void begin(URI panel) {
        if (wish.json()) {
            json(Map.of("scenario", wish.scenario().key(), "api", panel.toString()));
            return;
        }
        out.println("Scenario " + wish.scenario().key() + ": " + wish.scenario().story());
        out.println("API " + panel.resolve("/api/runs") + "   data " + wish.folder());
        out.println();
    }

    void show(Run run, Live live) {
        for (Entry entry : run.entries().subList((int) told, run.entries().size())) {
            told = entry.seq();
            if (wish.json()) {
                json(row(entry));
            } else {
                tell(run, entry);
            }
        }
        if (!wish.json() && !phase.equals(Optional.of(run.phase()))) {
            phase = Optional.of(run.phase());
            line(run, run.phase().toString());
        }
        if (redraws) {
            redraw(run, live);
        }
    }

    private void tell(Run run, Entry entry) {
        switch (entry.event()) {
            case Event.Requested request ->
                line(
                        run,
                        entry,
                        "plan " + request.plan().name() + " "
                                + request.plan().hash().brief());
            case Event.Approved approved -> line(run, entry, "approved by " + approved.by());
            case Event.Held held ->
                line(
                        run,
                        entry,
                        "held: " + held.reason() + "; awaited: " + held.awaited() + "; otherwise " + held.ifNobody());
            case Event.Awaits awaits ->
                line(run, entry, awaits.step() + ": " + awaits.reason() + "; awaited: " + awaits.awaited());
            case Event.Served served -> line(run, entry, served.step() + ": done by a person, goes on");
            case Event.TurnedBack back -> line(run, entry, "going back: " + back.reason());
            case Event.Ended(StepId step, int attempt, Outcome outcome) -> ended(run, entry, step, attempt, outcome);
            case Event.Stored _,
                    Event.Released _,
                    Event.Revoked _,
                    Event.Cancelled _,
                    Event.Cleared _,
                    Event.HoldAsked _,
                    Event.Resumed _,
                    Event.AbortAsked _,
                    Event.Intended _,
                    Event.Finished _ -> {}
        }
    }

    private void ended(Run run, Entry entry, StepId step, int attempt, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done done -> doneWords(step, done.evidence()).ifPresent(words -> line(run, entry, words));
            case Outcome.Refused(String reason) -> line(run, entry, step + " refused: " + reason);
            case Outcome.Broken(String reason) -> line(run, entry, step + " failed: " + reason);
            case Outcome.Unknown(String reason) ->
                line(run, entry, step + " unknown (attempt " + attempt + "): " + reason);
            case Outcome.Wait _ -> {}
        }
    }

    private static Optional<String> doneWords(StepId step, Map<String, String> evidence) {
        String who = step.controller().map(ControllerId::value).orElse("line");
        return switch (step.kind()) {
            case STAGE -> Optional.of(who + " staged, " + evidence.get("bytes") + " bytes while producing");
            case PROVE_STANDSTILL -> Optional.of("standstill proven, drained in " + evidence.get("drainMs") + " ms");
            case SEAL_SNAPSHOT ->
                Optional.of(
                        "snapshot " + Objects.toString(evidence.get("snapshot")).substring(0, 12) + " of "
                                + evidence.get("controllers") + " controllers, " + evidence.get("bytesVerified")
                                + " bytes read back");
            case VERIFY -> Optional.of(who + " runs " + evidence.get("revision") + ", program read back");
            case PROVE_REVERTED -> Optional.of(who + " is back on " + evidence.get("revision") + ", program read back");
            case VALIDATE -> Optional.of("validation passed against the line's own baseline");
            case RELEASE_LINE -> Optional.of("line produces, software " + evidence.get("software"));
            case ASSESS,
                    BASELINE,
                    STOP_INFEED,
                    SNAPSHOT,
                    PREPARE,
                    INSTALL,
                    CONFIRM,
                    RESTORE_DATA,
                    CHECK_DATA,
                    RESUME,
                    REVERT,
                    SECURE_LINE -> Optional.empty();
        };
    }

    private void line(Run run, String phaseName) {
        clear();
        out.printf(
                Locale.ROOT, "%6.1fs  %s%n", seconds(Duration.between(run.requestedAt(), clock.instant())), phaseName);
    }

    private void line(Run run, Entry entry, String words) {
        clear();
        Duration since = Duration.between(run.requestedAt(), entry.at());
        out.printf(Locale.ROOT, "%6.1fs    %s%n", seconds(since), words);
    }

    private void redraw(Run run, Live live) {
        clear();
        String doing = run.steps().entrySet().stream()
                .filter(e -> e.getValue().open())
                .map(e -> e.getKey()
                        + live.of(e.getKey()).map(s -> " " + s.percent() + "%").orElse(""))
                .limit(4)
                .collect(Collectors.joining("  "));
        out.print(doing.substring(0, Math.min(doing.length(), 110)));
        out.flush();
    }

    private void clear() {
        if (redraws) {
            out.print("\r\u001b[2K");
        }
    }

    void end(Run run, boolean asExpected, Path dossier) throws IOException {
        clear();
        Event.Finished finished = run.finished().orElseThrow();
        String downtime = String.format(Locale.ROOT, "%.1f", seconds(run.downtime(clock.instant())));
        if (wish.json()) {
            json(Map.of(
                    "outcome", finished.ending().name(),
                    "reason", finished.reason(),
                    "downtimeMs", run.downtime(clock.instant()).toMillis(),
                    "expected", wish.scenario().end().name(),
                    "asExpected", asExpected,
                    "dossier", dossier.toString(),
                    "controllers", controllers(run)));
            return;
        }
        out.println();
        out.println("Outcome   " + finished.ending() + ": " + finished.reason());
        out.println("Downtime  " + downtime + " s of line standstill");
        controllers(run).forEach((id, words) -> out.printf("          %-12s %s%n", id, words));
        for (JsonNode card : JSON.readTree(dossier.toFile()).path("run").path("benchCards")) {
            benchCard(card);
        }
        out.println("Dossier   " + dossier);
        out.println("Expected  " + wish.scenario().end() + (asExpected ? ", as it was" : ", NOT what happened"));
    }

    private void benchCard(JsonNode card) {
        out.println();
        out.println("Bench card for " + card.path("controller").asText() + ", "
                + card.path("station").asText());
        out.println("  seen last   " + card.path("problem").asText());
        out.println("  last good   " + card.path("lastGoodRevision").asText() + ", program "
                + card.path("lastGoodHash").asText());
        out.println("  next step   " + card.path("nextStep").asText());
        out.println("  call        " + card.path("contact").asText());
        out.println();
    }

    /** What each controller runs at the end, by its own words where it was asked last. */
    private static Map<String, String> controllers(Run run) {
        Map<String, String> words = new LinkedHashMap<>();
        for (ControllerId id : run.plan().controllers()) {
            String from =
                    revision(run, StepId.of(Leg.FORWARD, StepKind.ASSESS, id)).orElse("unknown");
            String to = Objects.requireNonNull(run.plan().packages().get(id))
                    .software()
                    .revision()
                    .value();
            words.put(id.value(), from + " -> " + wordsFor(run, id, from, to));
        }
        return words;
    }

    private static String wordsFor(Run run, ControllerId id, String from, String to) {
        boolean flashed = run.begun(StepKind.INSTALL).contains(id);
        Optional<String> back = revision(run, StepId.of(Leg.BACK, StepKind.PROVE_REVERTED, id));
        if (back.isPresent()) {
            return back.get() + " (put back, read back and hashed)";
        }
        if (flashed && run.turnedBack().isPresent()) {
            return "NOT PROVEN: a person has to look";
        }
        return flashed
                ? revision(run, StepId.of(Leg.FORWARD, StepKind.VERIFY, id))
                        .map(r -> r + " (read back and hashed)")
                        .orElse("not proven, " + to + " was wanted")
                : from + " (not touched by the flash)";
    }

    private static Optional<String> revision(Run run, StepId step) {
        return run.evidence(step).map(e -> e.getOrDefault("revision", "unknown"));
    }

    private static Map<String, Object> row(Entry entry) {
        return Map.of(
                "seq", entry.seq(),
                "at", entry.at().toString(),
                "event", entry.event().getClass().getSimpleName(),
                "text",
                        entry.event() instanceof Event.Requested
                                ? ""
                                : entry.event().toString());
    }

    private void json(Map<String, ?> object) {
        try {
            out.println(JSON.writeValueAsString(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + object, e);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
