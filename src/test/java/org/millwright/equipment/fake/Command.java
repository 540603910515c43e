package org.millwright.equipment.fake;

import java.time.Instant;
import org.millwright.equipment.Fence;
import org.millwright.plant.ControllerId;

/**
 * A changing request that reached a controller.
 *
 * @param what its argument in words, for example the software or the written value
 * @param carriedOut false when it was refused or lost on its way
 */
public record Command(Instant at, ControllerId controller, Fence fence, Verb verb, String what, boolean carriedOut) {}
