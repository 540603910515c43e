package org.millwright.equipment;

/**
 * What a controller offers for upgrades; found by asking it, never assumed.
 *
 * @param stagesAhead takes software into a pending slot while it produces (OPC 10000-100 CachedLoading and
 *     FileSystemLoading); false: taking it is installing it (DirectLoading, 8.4.4)
 * @param fallbackSlot keeps the former software for a way back without a transfer
 * @param givesProgramBack the installed program can be read
 * @param preparation has a prepare step (8.4.8)
 * @param confirmation reverts by itself unless confirmed after the reboot (8.4.11)
 * @param parameterFile parameters can be read and written as one file (8.4.1.7)
 * @param powerCycle an installation may wait until a person has cut the power (8.4.10)
 */
public record Capabilities(
        boolean stagesAhead,
        boolean fallbackSlot,
        boolean givesProgramBack,
        boolean preparation,
        boolean confirmation,
        boolean parameterFile,
        boolean powerCycle) {}
