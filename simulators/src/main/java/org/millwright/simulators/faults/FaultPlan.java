package org.millwright.simulators.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The faults of one controller that still wait for their moment. Guarded by the line's lock, like its owner. */
public final class FaultPlan {
    private final List<Fault> armed = new ArrayList<>();

    public FaultPlan(Collection<Fault> faults) {
        armed.addAll(faults);
    }

    /** Arms one more; a fault armed twice fires twice. */
    public void arm(Fault fault) {
        armed.add(fault);
    }

    /** True while a fault of the kind is armed; for a kind that lasts and never fires. */
    public boolean isArmed(FaultKind kind) {
        return armed.stream().anyMatch(fault -> fault.kind() == kind);
    }

    /** Fires the first armed fault of the kind: it is gone afterwards. */
    public boolean fires(FaultKind kind) {
        return firesAt(kind, 100).isPresent();
    }

    /** Fires the first armed fault of the kind whose percentage is reached. */
    public Optional<Fault> firesAt(FaultKind kind, double percent) {
        for (Iterator<Fault> each = armed.iterator(); each.hasNext(); ) {
            Fault fault = each.next();
            if (fault.kind() == kind && fault.percent() <= percent) {
                each.remove();
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
