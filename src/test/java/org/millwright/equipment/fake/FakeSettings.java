package org.millwright.equipment.fake;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.millwright.equipment.Capabilities;
import org.millwright.equipment.TagValue;
import org.millwright.equipment.TestPackage;
import org.millwright.plant.Controller;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;

/**
 * How a fake controller is at the beginning.
 *
 * @param losesParameters every installation sets the parameters to the factory's
 * @param retained values by name; the names are those of {@link Controller#retained()}
 * @param counting retained value that counts the completed parts
 */
public record FakeSettings(
        TestPackage installed,
        Revision hardware,
        Capabilities capabilities,
        boolean losesParameters,
        Map<String, TagValue> retained,
        Optional<String> counting,
        Station station,
        Times times) {
    public FakeSettings {
        retained = Map.copyOf(retained);
    }

    /**
     * A controller that can do everything, with the expected product at revision 1.0.0. Each retained value is a whole
     * number; the alphabetically first one counts parts.
     */
    public static FakeSettings of(Controller controller) {
        Software software = new Software(
                controller.expects().manufacturerUri(), controller.expects().productCode(), new Revision("1.0.0"));
        Map<String, TagValue> retained = new LinkedHashMap<>();
        controller.retained().keySet().stream()
                .sorted()
                .forEach(name -> retained.put(name, new TagValue.Whole(1_000L + retained.size())));
        return new FakeSettings(
                new TestPackage(software),
                new Revision("3"),
                new Capabilities(true, true, true, true, true, true, false),
                false,
                retained,
                retained.keySet().stream().findFirst(),
                new Station(Duration.ofSeconds(4), 0.0, 2),
                new Times(
                        Duration.ofSeconds(3), Duration.ofSeconds(20), Duration.ofSeconds(15), Duration.ofSeconds(2)));
    }

    public FakeSettings installed(TestPackage other) {
        return new FakeSettings(other, hardware, capabilities, losesParameters, retained, counting, station, times);
    }

    public FakeSettings capabilities(Capabilities other) {
        return new FakeSettings(installed, hardware, other, losesParameters, retained, counting, station, times);
    }

    public FakeSettings losingParameters() {
        return new FakeSettings(installed, hardware, capabilities, true, retained, counting, station, times);
    }

    public FakeSettings retained(Map<String, TagValue> other, Optional<String> counts) {
        return new FakeSettings(installed, hardware, capabilities, losesParameters, other, counts, station, times);
    }

    public FakeSettings station(Station other) {
        return new FakeSettings(installed, hardware, capabilities, losesParameters, retained, counting, other, times);
    }

    public FakeSettings times(Times other) {
        return new FakeSettings(installed, hardware, capabilities, losesParameters, retained, counting, station, other);
    }

    /**
     * The machine.
     *
     * @param cycle of the installed software
     * @param rejects share of rejected parts, 0..1
     * @param buffer parts that the outfeed takes
     */
    public record Station(Duration cycle, double rejects, int buffer) {}

    /** How long the controller needs. */
    public record Times(Duration preparing, Duration installing, Duration booting, Duration resuming) {}
}
