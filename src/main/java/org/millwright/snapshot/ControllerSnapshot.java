package org.millwright.snapshot;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.millwright.equipment.TagValue;
import org.millwright.plant.Identity;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.release.Sha256;

/**
 * What one controller of a drained line was and held.
 *
 * @param program hash of the installed program, byte for byte as it was once staged
 * @param parameters hash of the parameter file; empty when the controller has none
 * @param recipe empty when the controller has none
 */
public record ControllerSnapshot(
        Identity identity,
        Sha256 program,
        long programBytes,
        Optional<Sha256> parameters,
        Map<String, TagValue> retained,
        Optional<String> recipe,
        Instant takenAt) {
    private static final String RETAINED = "retained.";

    public ControllerSnapshot {
        retained = Map.copyOf(retained);
        if (programBytes < 1) {
            throw new IllegalArgumentException("a program has 1 byte or more, not " + programBytes);
        }
    }

    /** Flat text form for the journal and the manifest. */
    public Map<String, String> toEvidence() {
        Map<String, String> evidence = new TreeMap<>();
        evidence.put("manufacturerUri", identity.installed().manufacturerUri());
        evidence.put("productCode", identity.installed().productCode());
        evidence.put("revision", identity.installed().revision().value());
        evidence.put("hardwareRevision", identity.hardwareRevision());
        evidence.put("serialNumber", identity.serialNumber());
        evidence.put("program", program.hex());
        evidence.put("programBytes", Long.toString(programBytes));
        parameters.ifPresent(p -> evidence.put("parameters", p.hex()));
        recipe.ifPresent(r -> evidence.put("recipe", r));
        retained.forEach((name, value) -> evidence.put(RETAINED + name, TypedText.write(value)));
        evidence.put("takenAt", takenAt.toString());
        return evidence;
    }

    /** Reads what {@link #toEvidence} wrote; anything else is an IllegalArgumentException that names the key. */
    public static ControllerSnapshot fromEvidence(Map<String, String> evidence) {
        Map<String, TagValue> retained = new TreeMap<>();
        evidence.forEach((key, text) -> {
            if (key.startsWith(RETAINED)) {
                retained.put(key.substring(RETAINED.length()), TypedText.read(text));
            }
        });
        Software installed = new Software(
                need(evidence, "manufacturerUri"),
                need(evidence, "productCode"),
                new Revision(need(evidence, "revision")));
        return new ControllerSnapshot(
                new Identity(installed, need(evidence, "hardwareRevision"), need(evidence, "serialNumber")),
                new Sha256(need(evidence, "program")),
                Long.parseLong(need(evidence, "programBytes")),
                Optional.ofNullable(evidence.get("parameters")).map(Sha256::new),
                retained,
                Optional.ofNullable(evidence.get("recipe")),
                Instant.parse(need(evidence, "takenAt")));
    }

    private static String need(Map<String, String> evidence, String key) {
        String value = evidence.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key + " in the evidence of a snapshot");
        }
        return value;
    }
}
