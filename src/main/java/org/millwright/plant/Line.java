package org.millwright.plant;

import java.util.List;
import java.util.Map;

/**
 * The unit that is drained and upgraded.
 *
 * @param contact whom to call when the line needs a person
 * @param controllers in flow order, upstream first; the first one's infeed feeds the line
 */
public record Line(LineId id, String name, String contact, List<Controller> controllers, StagingLimits staging) {
    /** A line that takes software as fast as it goes. */
    public Line(LineId id, String name, String contact, List<Controller> controllers) {
        this(id, name, contact, controllers, StagingLimits.NONE);
    }

    public Line {
        controllers = List.copyOf(controllers);
        if (controllers.isEmpty()) {
            throw new IllegalArgumentException("a line has at least one controller: " + id);
        }
    }

    /** Throws IllegalArgumentException when the line has no such controller. */
    public Controller controller(ControllerId wanted) {
        return controllers.stream()
                .filter(c -> c.id().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(id + " has no controller " + wanted));
    }

    /** The same line with some of its controllers at other addresses. */
    public Line at(Map<ControllerId, String> addresses) {
        List<Controller> moved = controllers.stream()
                .map(c -> c.at(addresses.getOrDefault(c.id(), c.address())))
                .toList();
        return new Line(id, name, contact, moved, staging);
    }
}
