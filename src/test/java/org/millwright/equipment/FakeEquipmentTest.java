package org.millwright.equipment;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.millwright.equipment.fake.FakePlant;
import org.millwright.equipment.fake.FakeSettings;
import org.millwright.equipment.fake.Fault;
import org.millwright.equipment.fake.VirtualClock;
import org.millwright.plant.Controller;
import org.millwright.plant.Controller.Access;
import org.millwright.plant.Controller.Security;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;
import org.millwright.plant.LineId;
import org.millwright.plant.Tag;

class FakeEquipmentTest extends EquipmentContract {
    private static final Map<Tag, String> TAGS =
            Arrays.stream(Tag.values()).collect(Collectors.toMap(Function.identity(), Tag::key));
    private static final Map<String, TagValue> RETAINED = Map.of(
            "total", new TagValue.Whole(1_000),
            "wear", new TagValue.Real(12.5),
            "maintained", new TagValue.Text("2029-11-30"));
    private static final Access ANYONE = new Access(Security.NONE, Optional.empty());

    private final VirtualClock clock = new VirtualClock();
    private final Controller first = known(FIRST);
    private final Controller second = known(SECOND);
    private final FakePlant plant = new FakePlant(
            clock,
            new Line(new LineId("line"), "Line", "nobody", List.of(first, second)),
            Map.of(FIRST, settings(first), SECOND, settings(second).losingParameters()));

    private static Controller known(ControllerId id) {
        return described(id, "fake:" + id, ANYONE, TAGS, Map.of("total", "t", "wear", "w", "maintained", "m"));
    }

    private static FakeSettings settings(Controller controller) {
        return FakeSettings.of(controller)
                .retained(RETAINED, Optional.of("total"))
                .times(new FakeSettings.Times(
                        Duration.ofSeconds(3), Duration.ofSeconds(8), Duration.ofSeconds(9), Duration.ofSeconds(2)));
    }

    @Override
    Capabilities can() {
        return new Capabilities(true, true, true, true, true, true, false);
    }

    @Override
    Traits traits() {
        return Traits.USUAL;
    }

    @Override
    void cyclePower(ControllerId id) {
        plant.controller(id).cyclePower();
    }

    @Override
    Equipment equipment() {
        return plant.equipment();
    }

    @Override
    Controller controller(ControllerId id) {
        return id.equals(FIRST) ? first : second;
    }

    @Override
    void advance(Duration time) {
        clock.advance(time);
    }

    @Override
    Controller unreachable() {
        plant.fault(FIRST, new Fault.UnreachableFor(Duration.ofHours(1)));
        return first;
    }

    @Override
    Controller wrongPassword() {
        plant.fault(SECOND, new Fault.WrongCredentials());
        return second;
    }

    @Override
    void cutNextTransfer() {
        plant.fault(FIRST, new Fault.TransferCut(50));
    }

    @Override
    void failNextInstallation() {
        plant.fault(FIRST, new Fault.InstallError());
    }
}
