package org.millwright.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.millwright.release.ContentStore.Stored;
import org.millwright.release.StoreException.Kind;

class FileContentStoreTest {
    @TempDir
    private Path data;

    private FileContentStore store;

    @BeforeEach
    void open() throws Exception {
        store = FileContentStore.open(data);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 10);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void contentComesBackByItsHashHoweverItWasWritten(long seed) throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        byte[] bytes = new byte[random.nextInt(300_000)];
        random.nextBytes(bytes);

        Stored stored = store.put(out -> {
            int at = 0;
            while (at < bytes.length) {
                int piece = Math.min(bytes.length - at, random.nextInt(1, 50_000));
                out.write(bytes, at, piece);
                at += piece;
            }
        });

        assertThat(stored).isEqualTo(new Stored(Sha256.of(bytes), bytes.length));
        try (InputStream in = store.open(stored.sha256())) {
            assertThat(in).hasBinaryContent(bytes);
        }
        assertThat(store.verify(stored.sha256())).isEqualTo(bytes.length);
        assertThat(store.put(bytes(bytes))).isEqualTo(stored);
        assertThat(files()).containsExactly(store.path(stored.sha256()));
    }

    @Test
    void contentIsFoundUnderItsHashAndCannotBeWritten() throws Exception {
        Stored stored = store.put(bytes("abc".getBytes(UTF_8)));

        Path file = data.resolve("store/sha256/ba/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(store.path(stored.sha256())).isEqualTo(file);
        assertThat(Files.getPosixFilePermissions(file)).noneMatch(p -> p.name().endsWith("WRITE"));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aFlippedBitIsFoundAndHealedByStoringAgain(long seed) throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        byte[] bytes = new byte[random.nextInt(1, 100_000)];
        random.nextBytes(bytes);
        Stored stored = store.put(bytes(bytes));
        byte[] damaged = bytes.clone();
        damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Path file = store.path(stored.sha256());
        Files.delete(file);
        Files.write(file, damaged);

        assertThatThrownBy(() -> store.verify(stored.sha256()))
                .hasMessageStartingWith(file + " is damaged")
                .returns(Kind.DAMAGED, e -> ((StoreException) e).kind());
        store.put(bytes(bytes));
        assertThat(store.verify(stored.sha256())).isEqualTo(bytes.length);
    }

    @Test
    void aWriterThatFailsLeavesNothingBehind() throws Exception {
        assertThat(failure(() -> store.put(out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("No space left on device");
                })))
                .hasMessage("cannot store content: No space left on device")
                .returns(Kind.DISK_FULL, StoreException::kind);
        assertThatThrownBy(() -> store.<InterruptedException>put(out -> {
                    out.write(1);
                    throw new InterruptedException("stopped");
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(files()).isEmpty();
    }

    @Test
    void contentThatNeverEndsIsStopped() throws Exception {
        FileContentStore small = FileContentStore.open(data, 1_000);

        assertThat(small.put(bytes(new byte[1_000])).bytes()).isEqualTo(1_000);
        assertThat(failure(() -> small.put(out -> {
                    for (; ; ) {
                        out.write(7);
                    }
                })))
                .hasMessage("content is larger than 1000 bytes")
                .returns(Kind.TOO_LARGE, StoreException::kind);
        assertThat(files()).hasSize(1);
    }

    @Test
    void whatIsNotHeldIsAbsent() {
        Sha256 unknown = Sha256.of(new byte[] {1});

        assertThat(failure(() -> store.verify(unknown))).returns(Kind.ABSENT, StoreException::kind);
        assertThat(failure(() -> store.path(unknown))).hasMessage("the content store does not hold " + unknown.brief());
    }

    @Test
    void contentOfAnInterruptedProcessIsRemovedAtTheNextStart() throws Exception {
        Stored kept = store.put(bytes(new byte[10]));
        Files.write(data.resolve("store/tmp/1234"), new byte[5]);

        FileContentStore again = FileContentStore.open(data);

        assertThat(again.verify(kept.sha256())).isEqualTo(10);
        assertThat(files()).containsExactly(again.path(kept.sha256()));
    }

    @Test
    void manyThreadsMayStoreTheSameContent() throws Exception {
        byte[] bytes = new byte[200_000];
        List<Future<Stored>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                all.add(threads.submit(() -> store.put(bytes(bytes))));
            }
        }

        for (Future<Stored> one : all) {
            assertThat(store.verify(one.get().sha256())).isEqualTo(bytes.length);
        }
        assertThat(files()).hasSize(1);
    }

    @Test
    void aStoreThatCannotBeMadeSaysWhy() throws Exception {
        Path file = Files.createFile(data.resolve("file"));

        assertThat(failure(() -> FileContentStore.open(file)))
                .hasMessageStartingWith("cannot open the content store " + file.resolve("store"))
                .returns(Kind.FAILED, StoreException::kind);
    }

    @Test
    void aFullDiskIsToldAndWhatWasStoredStays() throws Exception {
        Path disk = Files.createDirectory(data.resolve("disk"));
        assumeThat(command("mount", "-t", "tmpfs", "-o", "size=1m", "none", disk.toString()))
                .as("a small file system can be mounted here")
                .isZero();
        try {
            FileContentStore onDisk = FileContentStore.open(disk);
            Stored kept = onDisk.put(bytes(new byte[400_000]));

            assertThat(failure(() -> onDisk.put(bytes(new byte[2_000_000]))))
                    .hasMessageStartingWith("cannot store content: ")
                    .returns(Kind.DISK_FULL, StoreException::kind);

            assertThat(onDisk.verify(kept.sha256())).isEqualTo(400_000);
            assertThat(onDisk.freeBytes()).isBetween(400_000L, 648_576L);
            assertThat(onDisk.put(bytes(new byte[300_000])).bytes()).isEqualTo(300_000);
        } finally {
            assertThat(command("umount", disk.toString())).isZero();
        }
    }

    private static ContentStore.Content<RuntimeException> bytes(byte[] bytes) {
        return out -> out.write(bytes);
    }

    private static int command(String... words) throws IOException, InterruptedException {
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(data.resolve("store"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static StoreException failure(ThrowingCallable call) {
        StoreException e = catchThrowableOfType(StoreException.class, call);
        assertThat(e).as("the store refuses").isNotNull();
        return e;
    }
}
