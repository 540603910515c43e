package org.millwright.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.millwright.document.DocumentException;
import org.millwright.equipment.TagValue;
import org.millwright.plan.ProgramSource;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Identity;
import org.millwright.plant.LineId;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.release.ContentStore.Stored;
import org.millwright.release.FileContentStore;
import org.millwright.release.Sha256;
import org.millwright.release.StoreException;
import org.millwright.snapshot.ControllerSnapshot.Program;

class SnapshotSetTest {
    private static final Sha256 HASH = Sha256.of(new byte[] {1});

    @TempDir
    private Path data;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSetIsReadBackAsItWasWritten(long seed) throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Map<ControllerId, ControllerSnapshot> controllers = IntStream.range(0, 4)
                .boxed()
                .collect(Collectors.toMap(i -> new ControllerId("st" + i), _ -> snapshot(random)));
        SnapshotSet set = new SnapshotSet("run-" + seed, new LineId("line-1"), HASH, controllers);
        byte[] manifest = set.manifest().getBytes(UTF_8);

        SnapshotSet read = SnapshotSet.parse("manifest", manifest);

        assertThat(read).isEqualTo(set);
        assertThat(read.manifest()).isEqualTo(set.manifest());
    }

    private static ControllerSnapshot snapshot(RandomGenerator random) {
        Map<String, TagValue> retained = new TreeMap<>();
        retained.put("flag", new TagValue.Flag(random.nextBoolean()));
        retained.put("whole", new TagValue.Whole(random.nextLong()));
        retained.put("real", new TagValue.Real(Double.longBitsToDouble(random.nextLong())));
        retained.put("text", new TagValue.Text(text(random)));
        retained.put(
                "texts",
                new TagValue.Texts(Stream.generate(() -> text(random))
                        .limit(random.nextInt(4))
                        .toList()));
        return new ControllerSnapshot(
                new Identity(new Software("urn:h", "HC-1", new Revision("2." + random.nextInt(9))), text(random), ""),
                program(random),
                random.nextBoolean() ? Optional.of(HASH) : Optional.empty(),
                retained,
                random.nextBoolean() ? Optional.of(text(random)) : Optional.empty(),
                Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)));
    }

    private static Program program(RandomGenerator random) {
        List<ProgramSource> sources = List.of(ProgramSource.values());
        ProgramSource source = sources.get(random.nextInt(sources.size()));
        Stored content = new Stored(HASH, random.nextLong(1, 1L << 30));
        return switch (source) {
            case READ_BACK, ARCHIVED_PACKAGE -> new Program(source, Optional.of(content));
            case FALLBACK_SLOT, NONE -> new Program(source, Optional.empty());
        };
    }

    /** Short texts, often empty, of the characters that a format stumbles over. */
    private static String text(RandomGenerator random) {
        String all = "a \"\\/\n\t\u001f\u0000,:{}[]ü€\uFEFF\u2028";
        return random.ints(random.nextInt(5), 0, all.length())
                .mapToObj(i -> all.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    @Test
    void aSnapshotIsFoundByItsIdAndItsContentProven() throws Exception {
        FileContentStore store = FileContentStore.open(data);
        Stored program = store.<RuntimeException>put(out -> out.write(new byte[5_000]));
        Stored parameters = store.<RuntimeException>put(out -> out.write("gain=1\n".getBytes(UTF_8)));
        SnapshotSet set = new SnapshotSet(
                "run-1", new LineId("line-1"), HASH, Map.of(new ControllerId("st1"), taken(program, parameters)));
        Stored manifest =
                store.<RuntimeException>put(out -> out.write(set.manifest().getBytes(UTF_8)));

        SnapshotSet read = SnapshotSet.read(store, manifest.sha256());

        assertThat(read).isEqualTo(set);
        assertThat(read.verify(store)).isEqualTo(5_007);

        damage(parameters.sha256());
        assertThatThrownBy(() -> read.verify(store))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.DAMAGED));
        damage(manifest.sha256());
        assertThatThrownBy(() -> SnapshotSet.read(store, manifest.sha256()))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.DAMAGED));
    }

    private static ControllerSnapshot taken(Stored program, Stored parameters) {
        return new ControllerSnapshot(
                new Identity(new Software("urn:h", "HC-1", new Revision("2.3.1")), "4", "S-1"),
                new Program(ProgramSource.READ_BACK, Optional.of(program)),
                Optional.of(parameters.sha256()),
                Map.of("total", new TagValue.Whole(7)),
                Optional.of("A"),
                Instant.parse("2026-11-22T10:00:00Z"));
    }

    private void damage(Sha256 sha256) throws Exception {
        Path file = data.resolve("store/sha256")
                .resolve(sha256.hex().substring(0, 2))
                .resolve(sha256.hex());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.delete(file);
        Files.write(file, bytes);
    }

    @ParameterizedTest
    @MethodSource
    void whatIsNoManifestIsRefused(String from, String to, String message) {
        String good = new SnapshotSet(
                        "run-1",
                        new LineId("line-1"),
                        HASH,
                        Map.of(new ControllerId("st1"), taken(new Stored(HASH, 3), new Stored(HASH, 4))))
                .manifest();
        assertThat(good).as("the row changes the manifest").contains(from);

        DocumentException e = catchThrowableOfType(
                DocumentException.class,
                () -> SnapshotSet.parse("m", good.replace(from, to).getBytes(UTF_8)));

        assertThat(e).hasMessage(message);
    }

    static Stream<Arguments> whatIsNoManifestIsRefused() {
        return Stream.of(
                row("\"snapshot\": 1", "\"snapshot\": 2", "m:2:15: snapshot: '2'; expected a whole number from 1 to 1"),
                row("line-1", "Line 1", "m:4:11: line: 'Line 1'; expected a line id"),
                row("st1", "St 1", "m:6:18: controllers: a section; not a controller id (a-z, 0-9, dashes): St 1"),
                row(
                        "\"programBytes\": \"3\"",
                        "\"programBytes\": \"0\"",
                        "m:7:12: controllers.st1: a section; a program has 1 byte or more, not 0"),
                row(
                        "\"programBytes\": \"3\"",
                        "\"programBytes\": \"many\"",
                        "m:7:12: controllers.st1: a section;"
                                + " not what programBytes of a snapshot can be: For input string: \"many\""),
                row(
                        "whole:7",
                        "half:7",
                        "m:7:12: controllers.st1: a section;"
                                + " not what retained.total of a snapshot can be: no typed value: half:7"),
                row(
                        "takenAt",
                        "takenat",
                        "m:7:12: controllers.st1: a section; no takenAt in the evidence of a snapshot"),
                row(
                        "2026-11-22T10:00:00Z",
                        "today",
                        "m:7:12: controllers.st1: a section; not what takenAt of a snapshot can be:"
                                + " Text 'today' could not be parsed at index 0"));
    }

    private static Arguments row(String from, String to, String message) {
        return argumentSet(to, from, to, message);
    }
}
