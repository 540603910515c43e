package org.millwright.plant;

import java.util.OptionalLong;

/**
 * How fast software may be sent to a line that produces, in bytes a second; empty for as fast as it goes.
 *
 * @param line all controllers together
 * @param controller each of them
 */
public record StagingLimits(OptionalLong line, OptionalLong controller) {
    public static final StagingLimits NONE = new StagingLimits(OptionalLong.empty(), OptionalLong.empty());
}
