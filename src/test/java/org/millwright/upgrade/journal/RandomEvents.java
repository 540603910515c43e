package org.millwright.upgrade.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.millwright.upgrade.StepKind;
import org.millwright.upgrade.Window;

/** Events with any content that an event may have, nasty text before all. */
final class RandomEvents {
    private static final List<String> NASTY = List.of(
            "", " ", "a", "\"", "\\", "\n", "\r\n", "\0", "\u0007", "'", "ä", "…", "\u2028", "😀", "\uD83D", "\uDE00",
            "{", "null");

    private final RandomGenerator random;

    RandomEvents(RandomGenerator random) {
        this.random = random;
    }

    /** One event of each case, in the order of the cases. */
    List<Event> oneOfEach() {
        return List.of(
                stored(),
                new Event.Released(text(), text()),
                new Event.Revoked(text(), text()),
                new Event.Cancelled(text(), text()),
                new Event.Cleared(text(), text()),
                requested(),
                new Event.Approved(text(), text()),
                new Event.HoldAsked(text(), text()),
                new Event.Resumed(text(), text()),
                new Event.AbortAsked(one(Event.AbortPolicy.values()), text(), text()),
                intended(),
                new Event.Ended(step(), random.nextInt(), one(outcomes())),
                new Event.Held(text(), text(), text(), maybe(this::instant)),
                new Event.Awaits(step(), random.nextInt(), text(), text(), instant()),
                new Event.Served(step(), random.nextInt()),
                new Event.TurnedBack(text()),
                new Event.Finished(one(Event.Ending.values()), text()));
    }

    Event.Requested requested() {
        return new Event.Requested(plan(), one(Mode.values()), text(), text(), maybe(this::window));
    }

    Event.Stored stored() {
        JobOrder order = new JobOrder(
                text(),
                hash(),
                new LineId("line-" + random.nextInt(9)),
                one(Mode.values()),
                window(),
                random.nextInt(),
                random.nextBoolean(),
                text());
        return new Event.Stored(order, text(), text());
    }

    private Window window() {
        return new Window(
                maybe(this::instant), maybe(this::instant), maybe(() -> Duration.ofSeconds(random.nextInt(1_000_000))));
    }

    Event intended() {
        return new Event.Intended(step(), random.nextInt());
    }

    /** One of each outcome that can end a step. */
    List<Outcome> outcomes() {
        return List.of(
                new Outcome.Done(some(this::text).distinct().collect(Collectors.toMap(t -> t, _ -> text()))),
                new Outcome.Refused(text()),
                new Outcome.Broken(text()),
                new Outcome.Unknown(text()));
    }

    private Plan plan() {
        List<List<ControllerId>> waves = IntStream.range(0, random.nextInt(4))
                .mapToObj(w -> IntStream.range(0, random.nextInt(1, 4))
                        .mapToObj(c -> new ControllerId("st" + w + "-" + c))
                        .toList())
                .toList();
        Map<ControllerId, SoftwarePackage> packages =
                waves.stream().flatMap(List::stream).collect(Collectors.toMap(c -> c, _ -> softwarePackage()));
        Map<String, Plan.IntegrityRule> integrity =
                some(this::text).distinct().collect(Collectors.toMap(t -> t, _ -> one(Plan.IntegrityRule.values())));
        return new Plan(
                text(),
                new LineId("line-" + random.nextInt(9)),
                text(),
                hash(),
                waves,
                packages,
                new Plan.DrainPolicy(duration(), duration()),
                new Plan.FlashPolicy(duration(), duration(), maybe(this::duration)),
                new Plan.ValidationPolicy(random.nextInt(), random.nextInt(), number(), number(), duration()),
                integrity,
                duration(),
                Optional.of(waves.stream()
                        .flatMap(List::stream)
                        .filter(_ -> random.nextBoolean())
                        .map(c -> new Plan.Waiver(c, text(), text()))
                        .toList()));
    }

    private SoftwarePackage softwarePackage() {
        SoftwarePackage.HardwareRange hardware = new SoftwarePackage.HardwareRange(revision(), revision());
        Software software = new Software(text(), text(), revision());
        return new SoftwarePackage(software, text(), hash(), random.nextLong(1, Long.MAX_VALUE), hardware, revision());
    }

    private StepId step() {
        return new StepId(
                one(StepId.Leg.values()),
                one(StepKind.values()),
                maybe(() -> new ControllerId("st" + random.nextInt(100))));
    }

    private Revision revision() {
        return new Revision(random.nextInt(9) + "." + random.nextInt(100) + one(NASTY));
    }

    private Sha256 hash() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Sha256.ofDigest(bytes);
    }

    private Instant instant() {
        return Instant.ofEpochSecond(random.nextLong(-1_000_000_000, 10_000_000_000L), random.nextInt(1_000_000_000));
    }

    private Duration duration() {
        return Duration.ofSeconds(
                random.nextLong(-10, 1_000_000), random.nextBoolean() ? 0 : random.nextInt(1_000_000_000));
    }

    private double number() {
        return one(List.of(0.0, 0.05, -1.0, Double.MIN_VALUE, Double.MAX_VALUE, random.nextDouble()));
    }

    private String text() {
        return some(() -> one(NASTY)).collect(Collectors.joining());
    }

    private <T> Stream<T> some(Supplier<T> maker) {
        return IntStream.range(0, random.nextInt(6)).mapToObj(_ -> maker.get());
    }

    private <T> Optional<T> maybe(Supplier<T> maker) {
        return random.nextBoolean() ? Optional.of(maker.get()) : Optional.empty();
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private <T> T one(T[] of) {
        return of[random.nextInt(of.length)];
    }
}
