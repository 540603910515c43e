package org.millwright.equipment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.release.Sha256;

/**
 * Makes packages in the format of docs/protocols/simulators.md; the simulators and the fake both take them.
 *
 * @param hardware range as the header writes it, for example {@code 1..9}
 * @param effects what the software does, by the names of that page
 * @param payloadBytes size of the payload, whose bytes depend on the software only
 */
public record TestPackage(Software software, String hardware, Map<String, String> effects, int payloadBytes) {
    public TestPackage {
        effects = Map.copyOf(effects);
    }

    public TestPackage(Software software) {
        this(software, "1..9", Map.of(), 4_096);
    }

    public TestPackage revision(String revision) {
        Software next = new Software(software.manufacturerUri(), software.productCode(), new Revision(revision));
        return new TestPackage(next, hardware, effects, payloadBytes);
    }

    public TestPackage effect(String name, String value) {
        Map<String, String> more = new TreeMap<>(effects);
        more.put(name, value);
        return new TestPackage(software, hardware, more, payloadBytes);
    }

    public TestPackage payload(int bytes) {
        return new TestPackage(software, hardware, effects, bytes);
    }

    public byte[] bytes() {
        return withPayload(payload(), payload());
    }

    /** A package whose payload differs in one byte from what its header promises. */
    public byte[] damagedBytes() {
        byte[] damaged = payload();
        damaged[damaged.length / 2] ^= 1;
        return withPayload(payload(), damaged);
    }

    public Sha256 sha256() {
        return Sha256.of(bytes());
    }

    public Image writeTo(Path folder) throws IOException {
        return write(bytes(), folder);
    }

    public Image writeDamagedTo(Path folder) throws IOException {
        return write(damagedBytes(), folder);
    }

    private Image write(byte[] bytes, Path folder) throws IOException {
        Sha256 hash = Sha256.of(bytes);
        Path file = Files.write(folder.resolve(hash.hex()), bytes);
        return new Image(software, hash, bytes.length, file);
    }

    private byte[] withPayload(byte[] promised, byte[] payload) {
        byte[] header = header(promised).getBytes(UTF_8);
        byte[] whole = new byte[header.length + payload.length];
        System.arraycopy(header, 0, whole, 0, header.length);
        System.arraycopy(payload, 0, whole, header.length, payload.length);
        return whole;
    }

    private String header(byte[] payload) {
        String listed = new TreeMap<>(effects)
                .entrySet().stream()
                        .map(e -> e.getValue().isEmpty() ? e.getKey() : e.getKey() + "=" + e.getValue())
                        .collect(Collectors.joining(" "));
        return """
                MWPKG/1
                manufacturer: Test Works
                manufacturer-uri: %s
                product-code: %s
                revision: %s
                hardware: %s
                %spayload-bytes: %d
                payload-sha256: %s

                """.formatted(
                        software.manufacturerUri(),
                        software.productCode(),
                        software.revision(),
                        hardware,
                        listed.isEmpty() ? "" : "effects: " + listed + "\n",
                        payload.length,
                        Sha256.of(payload));
    }

    private byte[] payload() {
        byte[] payload = new byte[payloadBytes];
        int state = software.hashCode() | 1;
        for (int i = 0; i < payload.length; i++) {
            state = state * 1_664_525 + 1_013_904_223;
            payload[i] = (byte) (state >>> 24);
        }
        return payload;
    }
}
