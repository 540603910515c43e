package org.millwright.simulators.config;

/**
 * One retained value.
 *
 * @param start Long, Double or String; fixes the type for good
 * @param perCycle added at each completed cycle; 0 for a value that stays, and for every String
 */
public record RetainedSettings(Object start, double perCycle) {}
