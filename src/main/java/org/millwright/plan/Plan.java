package org.millwright.plan;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millwright.plant.ControllerId;
import org.millwright.plant.LineId;
import org.millwright.release.Sha256;
import org.millwright.release.SoftwarePackage;

/**
 * What a run does, complete: nothing of it is looked up again later. Written into the journal with the request.
 *
 * @param hash over the plan's file, the release's manifest and the line's description; one changed byte changes it
 * @param waves controllers flashed together; every controller of the plan stands in exactly one
 * @param packages what each controller gets
 * @param integrity rule for each retained value by name; what has no rule must be equal
 * @param patience how long a held run waits for a person before it goes the way that it announced
 * @param waivers controllers without a proven copy of their program; empty for none
 */
public record Plan(
        String name,
        LineId line,
        String release,
        Sha256 hash,
        List<List<ControllerId>> waves,
        Map<ControllerId, SoftwarePackage> packages,
        DrainPolicy drain,
        FlashPolicy flash,
        ValidationPolicy validation,
        Map<String, IntegrityRule> integrity,
        Duration patience,
        Optional<List<Waiver>> waivers) {

    public Plan {
        waivers = waivers.map(List::copyOf).filter(w -> !w.isEmpty());
        waves = waves.stream().map(List::copyOf).toList();
        packages = Map.copyOf(packages);
        integrity = Map.copyOf(integrity);
        if (!waves.stream()
                .flatMap(List::stream)
                .sorted()
                .toList()
                .equals(packages.keySet().stream().sorted().toList())) {
            throw new IllegalArgumentException("waves and packages name different controllers");
        }
    }

    /** Why a controller may go without a proven copy of its program; empty when it may not. */
    public Optional<Waiver> waiver(ControllerId controller) {
        return waivers.stream()
                .flatMap(List::stream)
                .filter(w -> w.controller().equals(controller))
                .findFirst();
    }

    /** All controllers in the order of their waves. */
    public List<ControllerId> controllers() {
        return waves.stream().flatMap(List::stream).toList();
    }

    /** Size of all its packages. */
    public long bytes() {
        return packages.values().stream().mapToLong(SoftwarePackage::bytes).sum();
    }

    /**
     * When the line counts as standing.
     *
     * @param still time that no part is in any station and no counter moves before the line counts as standing
     * @param limit time after which a person is asked
     */
    public record DrainPolicy(Duration still, Duration limit) {}

    /**
     * How long a flash may take.
     *
     * @param confirmWithin time in which a controller must be confirmed after its reboot, else it reverts
     * @param limit time in which a controller must have installed, rebooted and answered
     * @param installationDelay from the order to the work, for controllers of a wave behind a common switch; empty for
     *     none (OPC 10000-100 8.4.9.3)
     */
    public record FlashPolicy(Duration confirmWithin, Duration limit, Optional<Duration> installationDelay) {
        public FlashPolicy(Duration confirmWithin, Duration limit) {
            this(confirmWithin, limit, Optional.empty());
        }
    }

    /**
     * A person's word that a controller may be upgraded although nobody holds a proven copy of its program, or although
     * its parameters are lost and can only be brought back by hand.
     *
     * @param by name of the engineer
     */
    public record Waiver(ControllerId controller, String by, String reason) {}

    /**
     * What the upgraded line is measured by.
     *
     * @param baselineCycles cycles of each station that make the baseline, 3 or more
     * @param cycles cycles of each station in one validation cycle, 3 or more
     * @param cycleTimeTolerance how much slower is still good, 0.05 is five percent
     * @param rejectTolerance how much higher the share of rejects may be, in points: 0.05 is five points
     * @param limit time for one validation cycle
     */
    public record ValidationPolicy(
            int baselineCycles, int cycles, double cycleTimeTolerance, double rejectTolerance, Duration limit) {}

    /** How a retained value after the flash must compare with the one in the snapshot. */
    public enum IntegrityRule {
        EQUAL,
        NOT_LESS
    }
}
