package org.millwright.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
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

    /** Of the looks: a minute. */
    private static final int ROUNDS_TO_RETRY = 30;

    private final Plans plans;
    private final List<Path> watched;
    private final Consumer<String> alarm;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Thread reader = Thread.ofVirtual().name("plan-catalog").unstarted(this::follow);
    private final Semaphore closing = new Semaphore(0);
    private volatile Optional<Map<String, Plan>> usable = Optional.empty();
    private String seen = "";
    private boolean broken;
    private boolean troubled;
    private int rounds;

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

    /** Whether the plans were read at all since the start: before that an unknown plan may well be there. */
    public boolean isRead() {
        return usable.isPresent();
    }

    public Optional<Plan> find(String name) {
        return usable.map(plans -> plans.get(name));
    }

    /** The usable plans of a line, by name. */
    public List<Plan> of(LineId line) {
        return usable.stream()
                .flatMap(all -> all.values().stream())
                .filter(p -> p.line().equals(line))
                .toList();
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
        try {
            read();
            troubled = false;
        } catch (RuntimeException e) {
            if (!troubled) {
                alarm.accept("the plans cannot be read anew, trying on: " + e);
            }
            troubled = true;
        }
    }

    /** What could not be used is looked at again after a while, also when no file has changed: a disk may recover. */
    private void read() {
        String now = state();
        boolean again = broken && ++rounds % ROUNDS_TO_RETRY == 0;
        if (now.equals(seen) && !again) {
            return;
        }
        Map<String, Plan> read = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        try {
            for (String name : plans.names()) {
                read(name, problems).ifPresent(p -> read.put(name, p));
            }
        } catch (DocumentException e) {
            problems.add("the plans cannot be read: " + e.getMessage());
        }
        if (!again) {
            problems.forEach(alarm);
        }
        broken = !problems.isEmpty();
        seen = now;
        usable = Optional.of(Collections.unmodifiableMap(read));
        listeners.forEach(Runnable::run);
    }

    private Optional<Plan> read(String name, List<String> problems) {
        try {
            return plans.find(name);
        } catch (DocumentException | StoreException e) {
            problems.add("plan " + name + " cannot be used: " + e.getMessage());
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
            } catch (IOException | UncheckedIOException e) {
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
