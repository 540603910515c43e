package org.millwright.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.millwright.equipment.fake.Fault;
import org.millwright.equipment.fake.Verb;
import org.millwright.plant.ControllerId;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.Run;

/**
 * What goes wrong in one simulated run, drawn from a seed: bad packages, up to three faults of controllers, up to two
 * deaths of the process, and people who hold, resume and abort, or do not come. A good third of the plans has at most
 * one fault, so that each is also seen alone.
 */
final class FaultPlan {
    private final RandomGenerator random;
    private final List<String> told = new ArrayList<>();

    FaultPlan(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A simulation with everything of this plan armed. */
    Simulation arm(long seed) {
        Simulation simulation = new Simulation(seed, effects(), shapes());
        int faults = random.nextInt(4);
        for (int i = 0; i < faults; i++) {
            arm(simulation);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            int append = 1 + random.nextInt(110);
            if (random.nextBoolean()) {
                simulation.journal.crashBefore(append);
                told.add("crash before append " + append);
            } else {
                simulation.journal.crashAfter(append);
                told.add("crash after append " + append);
            }
        }
        simulation.downMs(random.nextBoolean() ? 1_000 : 15_000);
        if (random.nextInt(5) == 0) {
            simulation.noElectrician();
            told.add("no electrician");
        }
        simulation.operator(people());
        if (seed % 2 == 1) {
            simulation.orderedByMes(seed);
            told.add("ordered by an MES");
        }
        return simulation;
    }

    /** Half of the lines have one or more unusual controllers. */
    private Map<ControllerId, Simulation.Shape> shapes() {
        Map<ControllerId, Simulation.Shape> shapes = new TreeMap<>();
        if (random.nextBoolean()) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                shapes.put(victim(), any(List.of(Simulation.Shape.values())));
            }
            told.add("shapes " + shapes);
        }
        return shapes;
    }

    private Map<ControllerId, Map<String, String>> effects() {
        Map<ControllerId, Map<String, String>> effects = new TreeMap<>();
        if (random.nextInt(4) == 0) {
            Map<String, String> effect = switch (random.nextInt(7)) {
                case 0 -> Map.of("slower", "1.2");
                case 1 -> Map.of("reject-rate", "0.9");
                case 2 -> Map.of("alarms", "0.6");
                case 3 -> Map.of("reset-retained", Simulation.COUNTER);
                case 4 -> Map.of("no-boot", "");
                case 5 -> Map.of("bad-health", "");
                default -> Map.of("refuse-install", "");
            };
            ControllerId victim = victim();
            effects.put(victim, effect);
            told.add("package of " + victim + " " + effect);
        }
        return effects;
    }

    private ControllerId victim() {
        return Simulation.controller(1 + random.nextInt(4));
    }

    private void arm(Simulation simulation) {
        ControllerId victim = victim();
        Fault fault = fault();
        if (random.nextBoolean()) {
            Verb verb = any(List.of(Verb.values()));
            simulation.plant.faultOn(verb, victim, fault);
            told.add(fault + " at " + victim + " on " + verb);
        } else {
            Duration when = Duration.ofMillis(10_000 + random.nextInt(60_000));
            simulation.plant.faultAt(simulation.clock.instant().plus(when), victim, fault);
            told.add(fault + " at " + victim + " after " + when);
        }
    }

    private Fault fault() {
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> new Fault.LostReply(changing(), random.nextBoolean());
            case 3 -> new Fault.RefusePrepare();
            case 4 -> new Fault.StuckPreparing();
            case 5 -> new Fault.TransferCut(random.nextInt(100));
            case 6 -> new Fault.CommitRefused();
            case 7 -> new Fault.InstallError();
            case 8 -> new Fault.PowerLoss(random.nextInt(100));
            case 9 -> new Fault.BootLoop();
            case 10 -> new Fault.NeverReturns();
            case 11 -> new Fault.OldRevision();
            case 12 -> new Fault.Unconfirmed();
            case 13 -> new Fault.PartStuck();
            case 14 -> new Fault.ProgramNotReadable();
            case 17 -> new Fault.NewCertificate();
            case 18 -> new Fault.RebootsTwice();
            case 15, 16 -> new Fault.UnreachableFor(Duration.ofMillis(200 + random.nextInt(60_000)));
            default -> new Fault.WrongCredentials();
        };
    }

    private Verb changing() {
        return any(Stream.of(Verb.values()).filter(Verb::changing).toList());
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** People who now and then hold, come to a held run or abort. */
    private Simulation.Operator people() {
        boolean meddles = random.nextInt(3) == 0;
        boolean comes = random.nextBoolean();
        return (run, now) -> {
            if (run.held().isPresent()) {
                return comes ? comeTo(run, now) : List.of();
            }
            if (!meddles || run.entries().size() < 12 || random.nextInt(400) != 0) {
                return List.of();
            }
            return List.of(
                    random.nextBoolean() || run.turnedBack().isPresent()
                            ? new Event.HoldAsked("meddler", "")
                            : new Event.AbortAsked(policy(), "meddler", ""));
        };
    }

    private List<Event> comeTo(Run run, Instant now) {
        boolean later = now.isAfter(run.held().orElseThrow().at().plusSeconds(5));
        if (!later) {
            return List.of();
        }
        return List.of(
                random.nextInt(3) > 0
                        ? new Event.Resumed("shift lead", "")
                        : new Event.AbortAsked(policy(), "shift lead", ""));
    }

    private Event.AbortPolicy policy() {
        return random.nextInt(4) == 0 ? Event.AbortPolicy.KEEP : Event.AbortPolicy.ROLL_BACK;
    }

    int faults() {
        return told.size();
    }

    @Override
    public String toString() {
        return told.isEmpty() ? "nothing goes wrong" : String.join("; ", told);
    }
}
