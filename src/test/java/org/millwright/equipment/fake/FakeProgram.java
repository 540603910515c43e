package org.millwright.equipment.fake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.millwright.equipment.UpdateState.Slot;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.release.Sha256;
import org.millwright.release.SoftwarePackage.HardwareRange;

/** A transferred package as a fake controller understands it (docs/protocols/simulators.md). */
final class FakeProgram {
    private final Software software;
    private final byte[] bytes;
    private final Sha256 sha256;
    private final HardwareRange hardware;
    private final Behaviour behaviour;

    private FakeProgram(Software software, byte[] bytes, Sha256 sha256, HardwareRange hardware, Behaviour behaviour) {
        this.software = software;
        this.bytes = bytes;
        this.sha256 = sha256;
        this.hardware = hardware;
        this.behaviour = behaviour;
    }

    /** Throws IllegalArgumentException with the reason when the bytes are no sound package. */
    static FakeProgram parse(byte[] bytes) {
        int end = new String(bytes, ISO_8859_1).indexOf("\n\n");
        if (end < 0) {
            throw new IllegalArgumentException("package header has no end");
        }
        String[] lines = new String(bytes, 0, end, UTF_8).split("\n", -1);
        if (!lines[0].equals("MWPKG/1")) {
            throw new IllegalArgumentException("not a package: " + lines[0]);
        }
        Map<String, String> keys = new HashMap<>();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(": ");
            if (colon < 0) {
                throw new IllegalArgumentException("not a header line: " + line);
            }
            keys.put(line.substring(0, colon), line.substring(colon + 2));
        }
        checkPayload(keys, Arrays.copyOfRange(bytes, end + 2, bytes.length));
        String[] range = wanted(keys, "hardware").split("\\.\\.", 2);
        return new FakeProgram(
                new Software(
                        wanted(keys, "manufacturer-uri"),
                        wanted(keys, "product-code"),
                        new Revision(wanted(keys, "revision"))),
                bytes,
                Sha256.of(bytes),
                new HardwareRange(new Revision(range[0]), new Revision(range[range.length - 1])),
                behaviour(keys.getOrDefault("effects", "")));
    }

    private static void checkPayload(Map<String, String> keys, byte[] payload) {
        if (payload.length != Integer.parseInt(wanted(keys, "payload-bytes"))) {
            throw new IllegalArgumentException("payload has " + payload.length + " bytes");
        }
        if (!Sha256.of(payload).hex().equals(wanted(keys, "payload-sha256"))) {
            throw new IllegalArgumentException("payload hash differs from the header's");
        }
    }

    private static Behaviour behaviour(String effects) {
        Behaviour behaviour = Behaviour.GOOD;
        for (String effect : effects.isBlank() ? new String[0] : effects.split(" ", -1)) {
            behaviour = behaviour.with(effect);
        }
        return behaviour;
    }

    private static String wanted(Map<String, String> keys, String key) {
        return Optional.ofNullable(keys.get(key))
                .orElseThrow(() -> new IllegalArgumentException("package header has no " + key));
    }

    FakeProgram behaving(Behaviour other) {
        return new FakeProgram(software, bytes, sha256, hardware, other);
    }

    Software software() {
        return software;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    Sha256 sha256() {
        return sha256;
    }

    boolean fits(Revision revision) {
        return hardware.includes(revision);
    }

    Behaviour behaviour() {
        return behaviour;
    }

    Slot slot() {
        return new Slot(software, Optional.of(sha256()));
    }

    /** The same program as the faults of its new controller make it behave, which are spent by this. */
    FakeProgram spoiledBy(Faults faults) {
        Behaviour spoiled = behaviour;
        Optional<Fault.SlowerAfterUpgrade> slower = faults.take(Fault.SlowerAfterUpgrade.class);
        spoiled = slower.isPresent() ? spoiled.slower(slower.get().factor()) : spoiled;
        Optional<Fault.RejectsAfterUpgrade> rejects = faults.take(Fault.RejectsAfterUpgrade.class);
        spoiled = rejects.isPresent() ? spoiled.rejecting(rejects.get().share()) : spoiled;
        Optional<Fault.RetainedReset> reset = faults.take(Fault.RetainedReset.class);
        spoiled = reset.isPresent() ? spoiled.resetting(reset.get().name()) : spoiled;
        spoiled = faults.take(Fault.BadHealth.class).isPresent() ? spoiled.unhealthy() : spoiled;
        return behaving(spoiled);
    }
}
