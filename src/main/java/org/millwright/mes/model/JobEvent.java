package org.millwright.mes.model;

import java.time.Instant;
import java.util.List;

/**
 * A change of a job order, as told to subscribers. What the standard asks holds when the caller takes order and response
 * from the lists that are published: the response's state is {@code state}.
 *
 * @param severity 1 to 1000
 */
public record JobEvent(
        JobOrderDataType order,
        List<StateDataType> state,
        JobResponseDataType response,
        Flat flat,
        Instant time,
        String message,
        int severity) {
    public JobEvent {
        state = List.copyOf(state);
    }

    /**
     * The same for clients that read no structures.
     *
     * @param subState empty when there is none
     * @param outcome empty as long as there is none
     */
    public record Flat(String jobOrderId, int stateNumber, String subState, String outcome) {}
}
