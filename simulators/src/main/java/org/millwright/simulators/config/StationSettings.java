package org.millwright.simulators.config;

import java.time.Duration;

/**
 * The machine that a controller runs.
 *
 * @param cycle mean processing time of one part, on the simulated clock
 * @param jitter largest deviation of one cycle as a share of the mean, 0 to 0.5
 * @param rejectRate share of parts thrown out, 0 to 1
 * @param alarmRate share of cycles with a nuisance alarm, 0 to 1
 * @param buffer places on the outfeed conveyor, 1 or more
 */
public record StationSettings(
        Duration cycle, double jitter, double rejectRate, double alarmRate, int buffer, String recipe) {}
