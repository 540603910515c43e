package org.millwright.bench;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.millwright.bench.Figures.Column;
import org.millwright.bench.Figures.Way;
import org.millwright.release.Sha256;

/** Second part: as many controllers at once, ours against the library's best way of the first part, in turns. */
final class ManyControllers {
    static final String OURS = "ours, all at once";
    static final String BARE = "bare, all at once";

    private final Bench bench;
    private final Path file;
    private final List<ByteBuffer> received = new ArrayList<>();
    private final Figures figures = new Figures();

    ManyControllers(Bench bench, Path file, int controllers) {
        this.bench = bench;
        this.file = file;
        for (int i = 0; i < controllers; i++) {
            received.add(ByteBuffer.allocateDirect((int) bench.each().bytes() + 1024 * 1024));
        }
    }

    Figures figures() {
        return figures;
    }

    /** One transfer of one controller. */
    private interface Transfer {
        void move(int controller) throws Exception;
    }

    void round(int number, Column column, Method best, boolean counted) throws Exception {
        if (number % 2 == 0) {
            ours(column, counted);
        }
        bare(column, best, counted);
        if (number % 2 == 1) {
            ours(column, counted);
        }
    }

    private List<String> endpoints() {
        return bench.servers().endpoints().subList(1, received.size() + 1);
    }

    private void ours(Column column, boolean counted) throws Exception {
        List<OurClient> clients = new ArrayList<>();
        try {
            for (String endpoint : endpoints()) {
                clients.add(OurClient.connect(bench.driver(), endpoint, column.security()));
            }
            together(OURS, column, counted, i -> {
                if (column.way() == Way.UP) {
                    clients.get(i).upload(bench.each(), () -> {});
                } else {
                    clients.get(i).download(received.get(i), () -> {});
                }
            });
        } finally {
            clients.forEach(OurClient::close);
        }
    }

    private void bare(Column column, Method best, boolean counted) throws Exception {
        List<BareClient> clients = new ArrayList<>();
        try {
            for (String endpoint : endpoints()) {
                clients.add(BareClient.connect(endpoint, column.security(), bench.own()));
            }
            int bytes = bench.servers().currentBytes(1);
            Sha256 hash = new Sha256(bench.servers().currentHash(1));
            together(BARE, column, counted, i -> {
                if (column.way() == Way.UP) {
                    clients.get(i).upload(bench.each(), file, best);
                } else {
                    clients.get(i).download(received.get(i), bytes, hash, best);
                }
            });
        } finally {
            for (BareClient client : clients) {
                client.close();
            }
        }
    }

    private void together(String name, Column column, boolean counted, Transfer transfer) throws Exception {
        bench.servers().reset();
        received.forEach(ByteBuffer::clear);
        List<Callable<Void>> works = new ArrayList<>();
        for (int i = 0; i < received.size(); i++) {
            int controller = i;
            works.add(() -> {
                transfer.move(controller);
                return null;
            });
        }
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> work : threads.invokeAll(works)) {
                work.get();
            }
        }
        long nanos = System.nanoTime() - start;
        prove(name, column);
        if (counted) {
            figures.add(name, column, bench.each().bytes() * received.size(), nanos);
        }
    }

    private void prove(String name, Column column) throws Exception {
        for (int i = 0; i < received.size(); i++) {
            if (column.way() == Way.UP) {
                bench.proveUpload(i + 1, bench.each(), name);
            } else {
                bench.proveDownload(i + 1, received.get(i), bench.servers().currentBytes(i + 1), name);
            }
        }
    }
}
