package org.millwright.bench;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.millwright.bench.Figures.Column;
import org.millwright.bench.Figures.Way;
import org.millwright.plant.Controller.Security;
import org.millwright.release.Sha256;

/** First part: one file, one controller, every method in turn; a round begins with another one each time. */
final class OneController {
    static final String OURS = "ours (driver, proven)";
    static final String RAW = "raw TCP copy";

    private static final List<Method> UPLOADS =
            withProofs(Method.SMALL, Method.LARGEST, Method.BATCH_64, Method.BATCH_256);
    private static final List<Method> DOWNLOADS = withProofs(
            Method.SMALL, Method.LARGEST, Method.BATCH_64, Method.BATCH_256, Method.TWO_HANDLES, Method.FOUR_HANDLES);

    private final Bench bench;
    private final Path file;
    private final ByteBuffer received;
    private final Figures figures = new Figures();
    private final List<Heap.Use> heap = new ArrayList<>();
    private boolean counts;

    /** Received content lies outside of the heap. */
    OneController(Bench bench, Path file) {
        this.bench = bench;
        this.file = file;
        this.received = ByteBuffer.allocateDirect((int) bench.single().bytes() + 1024 * 1024);
    }

    Figures figures() {
        return figures;
    }

    List<Heap.Use> heap() {
        return heap;
    }

    /** Each way as it is, and the faster ones with their proof too. */
    private static List<Method> withProofs(Method... methods) {
        return Stream.of(methods)
                .flatMap(m -> m.equals(Method.SMALL) ? Stream.of(m) : Stream.of(m, m.withProof()))
                .toList();
    }

    /** The fastest of the library's own ways, with one controller as it was measured. */
    static Optional<Method> best(Figures figures, Column column, boolean proved) {
        return (column.way() == Way.UP ? UPLOADS : DOWNLOADS)
                .stream()
                        .filter(method -> method.proved() == proved && figures.has(method.name(), column))
                        .max((a, b) ->
                                Double.compare(figures.median(a.name(), column), figures.median(b.name(), column)));
    }

    void round(int number, boolean counted) throws Exception {
        counts = counted;
        for (Column column : Column.all().toList()) {
            try (BareClient bare = bare(column.security());
                    OurClient ours = ours(column.security())) {
                List<Work> works = works(column, bare, ours);
                Collections.rotate(works, number);
                for (Work work : works) {
                    bench.servers().reset();
                    work.work();
                }
            }
        }
    }

    private interface Work {
        void work() throws Exception;
    }

    private List<Work> works(Column column, BareClient bare, OurClient ours) {
        List<Work> works = new ArrayList<>();
        works.add(() -> raw(column));
        for (Method method : column.way() == Way.UP ? UPLOADS : DOWNLOADS) {
            if (counts || !method.equals(Method.SMALL)) {
                works.add(() -> move(bare, method, column));
            }
        }
        works.add(() -> move(ours, column));
        return works;
    }

    private BareClient bare(Security security) throws Exception {
        return BareClient.connect(bench.servers().endpoints().getFirst(), security, bench.own());
    }

    private OurClient ours(Security security) throws Exception {
        return OurClient.connect(bench.driver(), bench.servers().endpoints().getFirst(), security);
    }

    private void raw(Column column) throws Exception {
        int port = bench.servers().rawPort();
        long nanos = column.way() == Way.UP
                ? RawSocket.upload(port, file, bench.single().sha256())
                : RawSocket.download(
                        port, received.clear(), (int) bench.single().bytes());
        add(RAW, column, nanos);
    }

    private void move(BareClient bare, Method method, Column column) throws Exception {
        switch (column.way()) {
            case UP -> {
                add(method.name(), column, bare.upload(bench.single(), file, method));
                bench.proveUpload(0, bench.single(), method.name());
            }
            case DOWN -> {
                int bytes = bench.servers().currentBytes(0);
                Sha256 hash = new Sha256(bench.servers().currentHash(0));
                add(method.name(), column, bare.download(received, bytes, hash, method));
                bench.proveDownload(0, received, bytes, method.name());
            }
        }
    }

    /** The round that does not count is the one in which the heap is looked at. */
    private void move(OurClient ours, Column column) throws Exception {
        Heap watched = Heap.watch();
        Runnable meanwhile = counts ? () -> {} : watched::look;
        switch (column.way()) {
            case UP -> {
                add(OURS, column, ours.upload(bench.single(), meanwhile));
                heap.add(watched.end());
                bench.proveUpload(0, bench.single(), OURS);
            }
            case DOWN -> {
                add(OURS, column, ours.download(received.clear(), meanwhile));
                heap.add(watched.end());
                bench.proveDownload(0, received, bench.servers().currentBytes(0), OURS);
            }
        }
    }

    private void add(String name, Column column, long nanos) {
        if (counts) {
            figures.add(name, column, bench.single().bytes(), nanos);
        }
    }
}
