package org.millwright.simulators.process;

import java.util.List;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.millwright.simulators.config.StationSettings;

/**
 * Stations in series between an endless source and a sink that takes everything. Guarded by the line's lock.
 *
 * <p>Each step goes from the last station to the first, so that a place freed downstream is seen upstream at once. Each
 * station has random numbers of its own: what one does never changes what another draws.
 */
public final class LineProcess {
    private final PartSource source = new PartSource();
    private final List<Station> stations;
    private long finished;

    /** A line in the middle of production: a part in each machine, conveyors half full, every infeed enabled. */
    public LineProcess(List<StationSettings> stations, SplittableGenerator random) {
        this.stations = stations.stream()
                .map(settings -> new Station(settings, random.split()))
                .toList();
        this.stations.reversed().forEach(station -> station.fill(source));
    }

    /** In the order of the parts' flow. */
    public List<Station> stations() {
        return stations;
    }

    /** Parts that have left the line at its end as good. */
    public long finished() {
        return finished;
    }

    /** Moves the line on by a step of the simulated clock. */
    public void step(long stepMs) {
        for (int index = stations.size() - 1; index >= 0; index--) {
            Station station = stations.get(index);
            station.work(stepMs);
            if (index == stations.size() - 1) {
                sink(station);
            } else if (station.gives() && stations.get(index + 1).takes()) {
                stations.get(index + 1).take(station.give());
            }
        }
        if (stations.getFirst().takes()) {
            stations.getFirst().take(source.next());
        }
    }

    private void sink(Station last) {
        while (last.gives()) {
            last.give();
            finished++;
        }
    }
}
