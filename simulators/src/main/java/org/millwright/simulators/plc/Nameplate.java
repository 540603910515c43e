package org.millwright.simulators.plc;

/** OPC 10000-100 DeviceType members that identify the device and its software. */
public record Nameplate(
        String manufacturer,
        String manufacturerUri,
        String productCode,
        String model,
        String hardwareRevision,
        String softwareRevision,
        String serialNumber) {}
