package org.millwright.upgrade.journal;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.millwright.plan.Plan;
import org.millwright.plant.ControllerId;
import org.millwright.plant.LineId;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.release.Sha256;
import org.millwright.release.SoftwarePackage;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.JobOrder;
import org.millwright.upgrade.Mode;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.StepId;
import org.millwright.upgrade.StepId.Leg;
import org.millwright.upgrade.StepKind;
import org.millwright.upgrade.Window;

class EventJsonTest {
    private static final int SEEDS = 100;

    private static final Instant AT = Instant.parse("2030-01-07T06:00:00.123456Z");

    private static final Window GOLDEN_WINDOW =
            new Window(Optional.of(AT), Optional.of(AT.plusSeconds(3600)), Optional.of(Duration.ofMinutes(20)));
    private static final StepId INSTALL = StepId.of(Leg.FORWARD, StepKind.INSTALL, new ControllerId("st20-plc"));

    @Test
    void anyEventIsReadAsItWasWritten() {
        for (int seed = 0; seed < SEEDS; seed++) {
            for (Event event : everything(seed)) {
                String json = EventJson.write(event);
                assertThat(EventJson.read(json)).as("seed %d", seed).isEqualTo(event);
                assertThat(EventJson.write(EventJson.read(json)))
                        .as("seed %d", seed)
                        .isEqualTo(json);
                assertThat(json).as("seed %d", seed).matches("[ -~]*");
            }
        }
    }

    private static List<Event> everything(int seed) {
        RandomEvents random = new RandomEvents(new SplittableRandom(seed));
        Stream<Event> ended = random.outcomes().stream().map(o -> new Event.Ended(INSTALL, 1, o));
        return Stream.concat(random.oneOfEach().stream(), ended).toList();
    }

    // A case that nobody wrote a generator and a golden row for would be the first to become unreadable.
    @Test
    void everyCaseIsCovered() {
        assertThat(kinds(everything(1))).isEqualTo(cases(Event.class));
        assertThat(kinds(golden())).isEqualTo(cases(Event.class));
        assertThat(outcomeKinds(everything(1))).isEqualTo(recorded());
        assertThat(outcomeKinds(golden())).isEqualTo(recorded());
    }

    private static Set<String> recorded() {
        return cases(Outcome.class).stream().filter(c -> !c.equals("Wait")).collect(toSet());
    }

    private static Set<String> cases(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(toSet());
    }

    private static Set<String> kinds(List<Event> events) {
        return events.stream().map(EventJson::kind).collect(toSet());
    }

    private static Set<String> outcomeKinds(List<Event> events) {
        return events.stream()
                .filter(Event.Ended.class::isInstance)
                .map(e -> ((Event.Ended) e).outcome().getClass().getSimpleName())
                .collect(toSet());
    }

    /** Journals of version 1 hold these lines. The file may grow, its lines never change. */
    @Test
    void rowsOfVersion1AreReadAndWrittenAsEver() throws IOException {
        try (InputStream in = EventJsonTest.class.getResourceAsStream("/journal/golden-v1.jsonl")) {
            assertThat(in).isNotNull();
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(golden().stream().map(EventJson::write)).containsExactlyElementsOf(lines);
            assertThat(lines.stream().map(EventJson::read)).containsExactlyElementsOf(golden());
        }
    }

    private static List<Event> golden() {
        return List.of(
                new Event.Requested(goldenPlan(), Mode.PRODUCTION, "anna", "line 1, \"spring\" release"),
                new Event.Approved("berta", "Schicht übergeben 😀"),
                new Event.HoldAsked("mes", ""),
                new Event.Resumed("anna", "checked\nby hand"),
                new Event.AbortAsked(Event.AbortPolicy.ROLL_BACK, "anna", "too late today"),
                new Event.Intended(INSTALL, 1),
                new Event.Intended(StepId.ofLine(Leg.BACK, StepKind.RELEASE_LINE), 2),
                ended(new Outcome.Done(Map.of("revision", "2.1.0", "downtime", "PT41S"))),
                ended(new Outcome.Refused("the controller is locked by 'HMI 3'")),
                ended(new Outcome.Broken("vendor error 0x80AB0000 at 60 %")),
                ended(new Outcome.Unknown("no answer within 5 s")),
                new Event.Held("parts in st30", "take the part out, then resume", "the run waits", Optional.empty()),
                new Event.Held("inconclusive", "look at the rejects", "the run turns back", Optional.of(AT)),
                new Event.TurnedBack("validation failed: cycle time +12 %"),
                new Event.Finished(Event.Ending.ROLLED_BACK, "validation failed"),
                new Event.Requested(waivedPlan(), Mode.REHEARSAL, "anna", ""),
                new Event.Awaits(INSTALL, 1, "waits for its power to be cut", "switch st20-plc off and on", AT),
                new Event.Served(INSTALL, 1),
                new Event.Stored(goldenOrder(GOLDEN_WINDOW), "mes", ""),
                new Event.Stored(goldenOrder(Window.ALWAYS), "mes", "any time"),
                new Event.Released("mes", "line is free tonight"),
                new Event.Revoked("mes", ""),
                new Event.Cancelled("mes", ""),
                new Event.Requested(goldenPlan(), Mode.PRODUCTION, "mes", "", Optional.of(GOLDEN_WINDOW)),
                new Event.AbortAsked(Event.AbortPolicy.STOP, "mes", ""),
                new Event.Cleared("mes", ""));
    }

    private static JobOrder goldenOrder(Window window) {
        return new JobOrder(
                "spring",
                new Sha256("0123456789abcdef".repeat(4)),
                new LineId("demo"),
                Mode.PRODUCTION,
                window,
                -3,
                true,
                "AQIDBA==");
    }

    private static Plan waivedPlan() {
        Plan plan = goldenPlan();
        return new Plan(
                plan.name(),
                plan.line(),
                plan.release(),
                plan.hash(),
                plan.waves(),
                plan.packages(),
                plan.drain(),
                new Plan.FlashPolicy(Duration.ofSeconds(60), Duration.ofMinutes(5), Optional.of(Duration.ofSeconds(2))),
                plan.validation(),
                plan.integrity(),
                plan.patience(),
                Optional.of(List.of(new Plan.Waiver(new ControllerId("st20-plc"), "carla", "no copy exists"))));
    }

    private static Event ended(Outcome outcome) {
        return new Event.Ended(INSTALL, 1, outcome);
    }

    private static Plan goldenPlan() {
        ControllerId press = new ControllerId("st20-plc");
        ControllerId camera = new ControllerId("st50-vision");
        SoftwarePackage.HardwareRange hardware =
                new SoftwarePackage.HardwareRange(new Revision("1"), new Revision("3.2"));
        return new Plan(
                "spring",
                new LineId("demo"),
                "2030-1",
                new Sha256("0123456789abcdef".repeat(4)),
                List.of(List.of(press), List.of(camera)),
                Map.of(press, goldenPackage("press", hardware), camera, goldenPackage("camera", hardware)),
                new Plan.DrainPolicy(Duration.ofSeconds(2), Duration.ofMinutes(10)),
                new Plan.FlashPolicy(Duration.ofSeconds(60), Duration.ofMinutes(5)),
                new Plan.ValidationPolicy(10, 6, 0.05, 0.02, Duration.ofMinutes(3)),
                Map.of("recipe", Plan.IntegrityRule.EQUAL, "cycles", Plan.IntegrityRule.NOT_LESS),
                Duration.ofHours(8),
                Optional.empty());
    }

    private static SoftwarePackage goldenPackage(String name, SoftwarePackage.HardwareRange hardware) {
        return new SoftwarePackage(
                new Software("urn:example:maker", name, new Revision("2.1.0")),
                name + "-2.1.0.bin",
                Sha256.of(name.getBytes(StandardCharsets.UTF_8)),
                65_536,
                hardware,
                new Revision("1.0.0"));
    }

    /** Half of an event is no event: a newer version's row, or one that somebody edited. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"event\":\"Approved\",\"by\":\"anna\"}",
                "{\"event\":\"Approved\",\"by\":\"anna\",\"comment\":null}",
                "{\"event\":\"Approved\",\"by\":\"anna\",\"comment\":\"\",\"since\":1}",
                "{\"event\":\"Approved\",\"by\":\"anna\",\"comment\":\"\"} {}",
                "{\"event\":\"Intended\",\"step\":{\"leg\":\"FORWARD\",\"kind\":\"INSTALL\"}}",
                "{\"event\":\"Intended\",\"step\":{\"leg\":\"FORWARD\",\"kind\":\"INSTALL\"},\"attempt\":null}",
                "{\"event\":\"Delegated\",\"by\":\"anna\"}",
                "{\"event\":\"Intended\",\"step\":{\"leg\":\"FORWARD\",\"kind\":\"INSTALL\",\"controller\":\"ÄÖ\"},\"attempt\":1}",
                "{\"event\":\"Intended\",\"step\":{\"leg\":\"UP\",\"kind\":\"INSTALL\",\"controller\":null},\"attempt\":1}",
                "{\"event\":\"Ended\",\"step\":{\"leg\":\"BACK\",\"kind\":\"VERIFY\",\"controller\":null},\"attempt\":1,"
                        + "\"outcome\":{\"is\":\"Wait\",\"until\":\"2030-01-07T06:00:00Z\",\"why\":\"\"}}"
            })
    void whatIsNotAWholeEventIsRefused(String json) {
        assertThatIllegalStateException()
                .isThrownBy(() -> EventJson.read(json))
                .withMessageStartingWith("not an event");
    }

    /** The one way for an event to grow: a new part that old rows do not have is an Optional. */
    @Test
    void anOptionalPartMayBeMissing() {
        String json = "{\"event\":\"Held\",\"reason\":\"a\",\"awaited\":\"b\",\"ifNobody\":\"c\"}";
        assertThat(EventJson.read(json)).isEqualTo(new Event.Held("a", "b", "c", Optional.empty()));
    }
}
