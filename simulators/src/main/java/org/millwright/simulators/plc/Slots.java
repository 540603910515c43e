package org.millwright.simulators.plc;

import java.util.Optional;

/** The software slots of a controller (OPC 10000-100 8.4.5). */
public record Slots(Software current, Optional<Software> pending, Optional<Software> fallback) {
    /** One software as a slot names it; sha256 is the lower-case hex digest of the whole transferred package. */
    public record Software(
            String manufacturer, String manufacturerUri, String productCode, String revision, String sha256) {}
}
