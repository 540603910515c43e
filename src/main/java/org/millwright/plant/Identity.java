package org.millwright.plant;

/**
 * What a controller says that it is (OPC 10000-100 nameplate, 8.3.11).
 *
 * @param hardwareRevision empty when the controller does not tell
 * @param serialNumber empty when the controller does not tell
 */
public record Identity(Software installed, String hardwareRevision, String serialNumber) {}
