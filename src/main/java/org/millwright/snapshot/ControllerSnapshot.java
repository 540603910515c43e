package org.millwright.snapshot;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
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

    /** Reads what {@link #toEvidence} wrote; a value that is missing or wrong is an IllegalArgumentException that names its key. */
    public static ControllerSnapshot fromEvidence(Map<String, String> evidence) {
        Software installed = new Software(
                need(evidence, "manufacturerUri", Function.identity()),
                need(evidence, "productCode", Function.identity()),
                need(evidence, "revision", Revision::new));
        String hardwareRevision = need(evidence, "hardwareRevision", Function.identity());
        String serialNumber = need(evidence, "serialNumber", Function.identity());
        return new ControllerSnapshot(
                new Identity(installed, hardwareRevision, serialNumber),
                need(evidence, "program", Sha256::new),
                need(evidence, "programBytes", Long::valueOf),
                may(evidence, "parameters", Sha256::new),
                retained(evidence),
                may(evidence, "recipe", Function.identity()),
                need(evidence, "takenAt", Instant::parse));
    }

    private static Map<String, TagValue> retained(Map<String, String> evidence) {
        Map<String, TagValue> retained = new TreeMap<>();
        for (String key : evidence.keySet()) {
            if (key.startsWith(RETAINED)) {
                retained.put(key.substring(RETAINED.length()), need(evidence, key, TypedText::read));
            }
        }
        return retained;
    }

    private static <T> T need(Map<String, String> evidence, String key, Function<String, T> reader) {
        return may(evidence, key, reader)
                .orElseThrow(() -> new IllegalArgumentException("no " + key + " in the evidence of a snapshot"));
    }

    private static <T> Optional<T> may(Map<String, String> evidence, String key, Function<String, T> reader) {
        try {
            return Optional.ofNullable(evidence.get(key)).map(reader);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException("not what " + key + " of a snapshot can be: " + e.getMessage(), e);
        }
    }
}
