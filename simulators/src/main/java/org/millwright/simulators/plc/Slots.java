package org.millwright.simulators.plc;

import java.util.List;
import java.util.Optional;

/** The software slots of a controller (OPC 10000-100 8.4.5). */
public record Slots(Software current, Optional<Software> pending, Optional<Software> fallback) {
    /**
     * One software as a slot names it.
     *
     * @param sha256 lower-case hex digest of the whole transferred package
     * @param patches applied patches, usually none
     */
    public record Software(
            String manufacturer,
            String manufacturerUri,
            String productCode,
            String revision,
            String sha256,
            List<String> patches) {

        /** What a controller shows that has no working software: everything is empty (OPC 10000-100 8.4.7). */
        public static final Software NONE = new Software("", "", "", "", "");

        public Software {
            patches = List.copyOf(patches);
        }

        /** A software without patches. */
        public Software(
                String manufacturer, String manufacturerUri, String productCode, String revision, String sha256) {
            this(manufacturer, manufacturerUri, productCode, revision, sha256, List.of());
        }
    }
}
