package org.millwright.equipment;

/**
 * What installing one software does to a controller, as it says itself (OPC 10000-100 8.5.2). Where it does not say, the
 * worse is taken for true.
 *
 * @param keepsParameters false: the parameters are lost and are to be restored
 * @param needsPowerCycle a person has to cut the power
 * @param reboots the whole device reboots, with a switch inside whatever hangs behind it cannot be reached meanwhile
 */
public record UpdateBehavior(boolean keepsParameters, boolean needsPowerCycle, boolean reboots) {}
