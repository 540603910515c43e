package org.millwright.simulators.config;

/**
 * Nameplate of a controller apart from its software.
 *
 * @param hardwareRevision 0 or more; packages name the range that they fit
 */
public record IdentitySettings(
        String manufacturer,
        String manufacturerUri,
        String productCode,
        String model,
        int hardwareRevision,
        String serialNumber) {}
