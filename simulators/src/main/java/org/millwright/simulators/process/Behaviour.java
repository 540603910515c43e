package org.millwright.simulators.process;

/**
 * How the controller's software makes its station work.
 *
 * @param slower factor on the cycle time
 * @param rejectRate share of parts thrown out, 0 to 1
 * @param alarmRate share of cycles with a nuisance alarm, 0 to 1
 */
public record Behaviour(double slower, double rejectRate, double alarmRate) {}
