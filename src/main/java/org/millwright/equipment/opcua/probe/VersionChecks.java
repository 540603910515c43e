package org.millwright.equipment.opcua.probe;

import java.util.List;
import java.util.Optional;
import org.millwright.equipment.opcua.probe.NodeSeen.ValueSeen;

/** What an AddIn says about installed, staged and former software (OPC 10000-100 8.4.7). */
record VersionChecks(NodeSeen addIn, Findings.Place at) {
    private static final List<String> PLACES =
            List.of("Loading/CurrentVersion", "Loading/PendingVersion", "Loading/FallbackVersion");
    private static final int SHA256_BYTES = 32;
    private static final int LONGEST_REVISION = 100;

    void check() {
        PLACES.stream().filter(addIn::has).forEach(this::version);
    }

    private void version(String path) {
        String revision = addIn.text(path + "/SoftwareRevision");
        String maker = addIn.text(path + "/ManufacturerUri");
        boolean empty = revision.isBlank();
        at.addIf(empty && !maker.isBlank(), Rule.S4, path, "has a ManufacturerUri and no SoftwareRevision");
        at.addIf(!empty && maker.isBlank(), Rule.S4, path, "has a SoftwareRevision and no ManufacturerUri");
        at.addIf(
                revision.length() > LONGEST_REVISION,
                Rule.V2,
                path + "/SoftwareRevision",
                "has more than %d characters".formatted(LONGEST_REVISION));
        Optional<ValueSeen> hash = addIn.value(path + "/Hash").filter(h -> h.number() > 0);
        hash.filter(h -> h.number() != SHA256_BYTES)
                .ifPresent(h -> at.add(Rule.V1, path + "/Hash", "has %.0f bytes".formatted(h.number())));
        at.addIf(empty && hash.isPresent(), Rule.S4, path, "has a Hash and no SoftwareRevision");
    }
}
