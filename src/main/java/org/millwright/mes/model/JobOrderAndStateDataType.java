package org.millwright.mes.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entry of JobOrderList. */
public record JobOrderAndStateDataType(
        JobOrderDataType jobOrder, @Nullable List<StateDataType> state) implements JobDataType {
    public JobOrderAndStateDataType {
        state = Absent.copy(state);
    }
}
