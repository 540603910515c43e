package org.millwright.equipment.fake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Fence;
import org.millwright.equipment.Session;
import org.millwright.equipment.TagValue;
import org.millwright.equipment.UpdateState;
import org.millwright.equipment.UpdateState.Health;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Identity;
import org.millwright.plant.Software;
import org.millwright.plant.Tag;
import org.millwright.release.Sha256;

/** One controller of the fake plant. The public methods look at the truth, past connections and faults. */
public final class FakeController implements FakeMachine {
    private static final String FACTORY = "parameters: factory";

    private final FakePlant plant;
    private final Controller described;
    private final FakeSettings settings;
    private final Faults faults = new Faults();
    private final FakeUpdate update;
    private final FakeStation station;
    private final Map<String, TagValue> retained;

    private String recipe = "recipe-1";
    private byte[] parameters = "parameters: as commissioned".getBytes(UTF_8);
    private byte[] parametersBefore = parameters;
    private boolean powered = true;
    private Instant unreachableUntil = Instant.MIN;
    private int connectionsEnded;
    private @Nullable Fence highest;

    FakeController(FakePlant plant, Agenda agenda, Controller described, FakeSettings settings) {
        this.plant = plant;
        this.described = described;
        this.settings = settings;
        this.retained = new HashMap<>(settings.retained());
        this.update = new FakeUpdate(agenda, settings, faults, this);
        this.station =
                new FakeStation(agenda, settings.station(), update.current().behaviour(), this::partCounted);
    }

    public ControllerId id() {
        return described.id();
    }

    /** The software that really runs. */
    public Software software() {
        plant.advance();
        return update.software();
    }

    /** Hash of the package that really runs. */
    public Sha256 softwareHash() {
        plant.advance();
        return update.current().sha256();
    }

    public UpdateState state() {
        plant.advance();
        return update.state(health());
    }

    public Map<String, TagValue> retained() {
        plant.advance();
        return Map.copyOf(retained);
    }

    public byte[] parameters() {
        plant.advance();
        return parameters.clone();
    }

    public String recipe() {
        return recipe;
    }

    public int parts() {
        plant.advance();
        return station.parts();
    }

    public long cycles() {
        plant.advance();
        return station.cycles();
    }

    public boolean infeedEnabled() {
        plant.advance();
        return station.infeed();
    }

    public boolean reachable() {
        plant.advance();
        return powered && !plant.now().isBefore(unreachableUntil);
    }

    /** Every changing request that arrived, oldest first. */
    public List<Command> commands() {
        return plant.commands().stream()
                .filter(c -> c.controller().equals(id()))
                .toList();
    }

    /** A person switches its power off and on; only a controller that waits for that minds. */
    public void cyclePower() {
        update.cyclePower();
    }

    /** Takes back every fault that lasts or waits, and stuck parts; what has happened stays. */
    public void heal() {
        faults.clear();
        station.removeStuckParts();
        unreachableUntil = Instant.MIN;
    }

    Controller described() {
        return described;
    }

    FakeSettings settings() {
        return settings;
    }

    Faults faults() {
        return faults;
    }

    FakeUpdate update() {
        return update;
    }

    FakeStation station() {
        return station;
    }

    /** A connection is good as long as this number does not change. */
    int connectionsEnded() {
        return connectionsEnded;
    }

    void endConnections() {
        connectionsEnded++;
    }

    void arm(Fault fault) {
        switch (fault) {
            case Fault.UnreachableFor(Duration time) -> {
                unreachableUntil = plant.now().plus(time);
                endConnections();
            }
            case Fault.PartStuck _ -> station.nextPartSticks();
            default -> faults.arm(fault);
        }
    }

    void accept(Fence fence) throws EquipmentException {
        if (highest != null && fence.compareTo(highest) < 0) {
            throw new EquipmentException(REFUSED, "stale command " + fence + ", had already " + highest);
        }
        highest = fence;
    }

    Identity identity() {
        return new Identity(update.software(), settings.hardware().value(), "SN-" + id());
    }

    Session.Facts facts() {
        Duration off = faults.find(Fault.ClockOff.class).map(Fault.ClockOff::by).orElse(Duration.ZERO);
        Optional<Session.CertificateEnd> end = faults.find(Fault.CertificateEnds.class)
                .map(fault -> new Session.CertificateEnd("the controller's certificate", fault.at()));
        return new Session.Facts(plant.now().plus(off), end);
    }

    Health health() {
        return update.current().behaviour().healthy() && !update.bare() ? Health.NORMAL : Health.FAILURE;
    }

    TagValue value(Tag tag) {
        return switch (tag) {
            case STATE -> new TagValue.Text(packmlState());
            case INFEED_ENABLED -> new TagValue.Flag(station.infeed());
            case PARTS_IN_STATION -> new TagValue.Whole(station.parts());
            case CYCLE_COUNT -> new TagValue.Whole(station.cycles());
            case REJECT_COUNT -> new TagValue.Whole(station.rejects());
            case LAST_CYCLE_TIME_MS -> new TagValue.Real(station.lastCycle().toNanos() / 1e6);
            case ALARMS -> new TagValue.Texts(station.alarms());
            case RECIPE -> new TagValue.Text(recipe);
        };
    }

    private String packmlState() {
        if (health() == Health.FAILURE) {
            return "Aborted";
        }
        if (!station.running() || (!station.infeed() && station.parts() == 0)) {
            return "Stopped";
        }
        if (station.blocked()) {
            return "Suspended";
        }
        return station.working() ? "Execute" : "Idle";
    }

    void write(Tag tag, TagValue value) throws EquipmentException {
        if (tag == Tag.INFEED_ENABLED && value instanceof TagValue.Flag(boolean enabled)) {
            station.infeed(enabled);
        } else if (tag == Tag.RECIPE && value instanceof TagValue.Text(String text)) {
            recipe = text;
        } else {
            throw new EquipmentException(REFUSED, "Bad_NotWritable: " + tag.key() + " as " + value);
        }
    }

    void writeRetained(Map<String, TagValue> values) throws EquipmentException {
        for (Map.Entry<String, TagValue> entry : values.entrySet()) {
            TagValue there = retained.get(entry.getKey());
            if (there == null || !there.getClass().equals(entry.getValue().getClass())) {
                throw new EquipmentException(REFUSED, "Bad_TypeMismatch: " + entry);
            }
        }
        retained.putAll(values);
    }

    Map<String, TagValue> retainedNow() {
        return Map.copyOf(retained);
    }

    byte[] parametersNow() {
        return parameters.clone();
    }

    void restoreParameters(byte[] file) throws EquipmentException {
        if (!new String(file, UTF_8).startsWith("parameters:")) {
            throw new EquipmentException(REFUSED, "Bad_InvalidArgument: not a parameter file");
        }
        parameters = file.clone();
    }

    private void partCounted() {
        settings.counting()
                .ifPresent(name -> retained.computeIfPresent(name, (n, value) -> switch (value) {
                    case TagValue.Whole(long count) -> new TagValue.Whole(count + 1);
                    case TagValue.Text _, TagValue.Real _, TagValue.Flag _, TagValue.Texts _ -> value;
                }));
    }

    @Override
    public void powerDown() {
        powered = false;
        endConnections();
        station.infeed(false);
        station.run(false);
    }

    @Override
    public void powerUp(FakeProgram software) {
        powered = true;
        station.behave(software.behaviour());
        station.run(mayRun());
    }

    @Override
    public void firstBoot(FakeProgram software) {
        parametersBefore = parameters;
        if (settings.losesParameters()) {
            parameters = FACTORY.getBytes(UTF_8);
        }
        Optional<String> reset = software.behaviour().resets();
        reset.ifPresent(name -> retained.computeIfPresent(name, (n, value) -> switch (value) {
            case TagValue.Whole _ -> new TagValue.Whole(0);
            case TagValue.Real _ -> new TagValue.Real(0);
            case TagValue.Text _ -> new TagValue.Text("");
            case TagValue.Flag _ -> new TagValue.Flag(false);
            case TagValue.Texts _ -> new TagValue.Texts(List.of());
        }));
    }

    @Override
    public void reverted() {
        parameters = parametersBefore;
    }

    @Override
    public void standingChanged() {
        station.run(mayRun());
    }

    private boolean mayRun() {
        return powered && !update.standing() && update.current().behaviour().healthy() && !update.bare();
    }
}
