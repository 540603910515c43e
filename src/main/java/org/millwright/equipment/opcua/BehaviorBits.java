package org.millwright.equipment.opcua;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.UpdateBehavior;

/** The option set UpdateBehavior (OPC 10000-100 8.5.2). Reserved bits mean nothing. */
final class BehaviorBits {
    private static final long KEEPS_PARAMETERS = 1;
    private static final long REQUIRES_POWER_CYCLE = 4;
    private static final long WILL_REBOOT = 8;

    private BehaviorBits() {}

    static UpdateBehavior ofOutput(SoftwareUpdate update, List<Variant> outputs) throws EquipmentException {
        return of(update, outputs.isEmpty() ? null : outputs.getFirst().value());
    }

    static UpdateBehavior of(SoftwareUpdate update, @Nullable Object told) throws EquipmentException {
        if (!(told instanceof Number number)) {
            throw update.connection().failures().nonsense("tells no update behaviour");
        }
        long bits = number.longValue();
        return new UpdateBehavior(
                (bits & KEEPS_PARAMETERS) != 0, (bits & REQUIRES_POWER_CYCLE) != 0, (bits & WILL_REBOOT) != 0);
    }

    /** Of a server that does not say; without a machine for it nobody is asked to cut the power (8.3.4.10). */
    static UpdateBehavior untold(SoftwareUpdate update, Deadline deadline) throws EquipmentException {
        return new UpdateBehavior(false, update.has(deadline, Member.POWER_CYCLE_STATE), true);
    }
}
