package org.millwright.snapshot;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.millwright.equipment.TagValue;
import org.millwright.plan.ProgramSource;
import org.millwright.plant.Identity;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.release.ContentStore.Stored;
import org.millwright.release.Sha256;

/**
 * What one controller of a drained line was and held.
 *
 * @param program the installed program
 * @param parameters hash of the parameter file; empty when the controller has none
 * @param recipe empty when the controller has none
 */
public record ControllerSnapshot(
        Identity identity,
        Program program,
        Optional<Sha256> parameters,
        Map<String, TagValue> retained,
        Optional<String> recipe,
        Instant takenAt) {
    private static final String RETAINED = "retained.";

    public ControllerSnapshot {
        retained = Map.copyOf(retained);
    }

    /**
     * Where the program is.
     *
     * @param content its bytes, as they were once staged; empty when nobody but the controller has them, or nobody
     */
    public record Program(ProgramSource source, Optional<Stored> content) {
        public Program {
            boolean held = source == ProgramSource.READ_BACK || source == ProgramSource.ARCHIVED_PACKAGE;
            if (held != content.isPresent()) {
                throw new IllegalArgumentException(
                        "a program from " + source + " has " + (held ? "bytes" : "no bytes"));
            }
            content.filter(c -> c.bytes() < 1).ifPresent(c -> {
                throw new IllegalArgumentException("a program has 1 byte or more, not " + c.bytes());
            });
        }

        public Optional<Sha256> sha256() {
            return content.map(Stored::sha256);
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
        evidence.put("programSource", program.source().name());
        program.content().ifPresent(content -> {
            evidence.put("program", content.sha256().hex());
            evidence.put("programBytes", Long.toString(content.bytes()));
        });
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
                program(evidence),
                may(evidence, "parameters", Sha256::new),
                retained(evidence),
                may(evidence, "recipe", Function.identity()),
                need(evidence, "takenAt", Instant::parse));
    }

    /** Snapshots of before there was a choice were read back. */
    private static Program program(Map<String, String> evidence) {
        ProgramSource source =
                may(evidence, "programSource", ProgramSource::valueOf).orElse(ProgramSource.READ_BACK);
        return switch (source) {
            case READ_BACK, ARCHIVED_PACKAGE ->
                new Program(
                        source,
                        Optional.of(new Stored(
                                need(evidence, "program", Sha256::new),
                                need(evidence, "programBytes", Long::valueOf))));
            case FALLBACK_SLOT, NONE -> new Program(source, Optional.empty());
        };
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
