package org.millwright.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.millwright.document.DocumentException;
import org.millwright.plant.LineId;
import org.millwright.release.StoreException;

/**
 * The plans that can be used, read ahead on a thread of its own: whoever asks waits for no package to be proven. Read
 * anew when a file of the plans or releases has another size or time; whoever begins a run reads its plan once more.
 */
public final class PlanCatalog implements AutoCloseable {
    /** Between two looks at the files: an edit is seen before whoever made it has changed windows. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Plans plans;
    private final List<Path> watched;
    private final Consumer<String> alarm;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Thread reader = Thread.ofVirtual().name("plan-catalog").unstarted(this::follow);
    private final Semaphore closing = new Semaphore(0);
    private volatile Map<String, Plan> usable = Map.of();
    private String seen = "";

    /**
     * Empty until it is started.
     *
     * @param watched folders whose files make the plans
     * @param alarm told of a plan that cannot be used, once for each state of the files
     */
    public PlanCatalog(Plans plans, List<Path> watched, Consumer<String> alarm) {
        this.plans = plans;
        this.watched = List.copyOf(watched);
        this.alarm = alarm;
    }

    /** Reads all plans, and goes on to do so whenever they change. */
    public void start() {
        reader.start();
    }

    /** Told, from the catalog's thread, whenever the plans were read anew. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    public Optional<Plan> find(String name) {
        return Optional.ofNullable(usable.get(name));
    }

    /** The usable plans of a line, by name. */
    public List<Plan> of(LineId line) {
        return usable.values().stream().filter(p -> p.line().equals(line)).toList();
    }

    private void follow() {
        try {
            do {
                refresh();
            } while (!closing.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            // The process ends.
            Thread.currentThread().interrupt();
        }
    }

    private void refresh() {
        String now = state();
        if (now.equals(seen)) {
            return;
        }
        Map<String, Plan> read = new TreeMap<>();
        try {
            for (String name : plans.names()) {
                read(name).ifPresent(p -> read.put(name, p));
            }
        } catch (DocumentException e) {
            alarm.accept("the plans cannot be read: " + e.getMessage());
        }
        seen = now;
        usable = Collections.unmodifiableMap(read);
        listeners.forEach(Runnable::run);
    }

    private Optional<Plan> read(String name) {
        try {
            return plans.find(name);
        } catch (DocumentException | StoreException e) {
            alarm.accept("plan " + name + " cannot be used: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Names, sizes and times of all files; a file that vanishes meanwhile makes another state. */
    private String state() {
        TreeSet<String> files = new TreeSet<>();
        for (Path folder : watched) {
            try (Stream<Path> all = Files.isDirectory(folder) ? Files.walk(folder) : Stream.empty()) {
                for (Path file : all.toList()) {
                    BasicFileAttributes told = Files.readAttributes(file, BasicFileAttributes.class);
                    files.add(file + " " + told.size() + " " + told.lastModifiedTime());
                }
            } catch (IOException e) {
                files.add(folder + " " + e);
            }
        }
        return files.toString();
    }

    @Override
    public void close() {
        closing.release();
    }
}
