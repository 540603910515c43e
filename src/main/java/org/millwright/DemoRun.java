package org.millwright;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.millwright.rehearsal.Scenario;
import org.millwright.upgrade.Mode;
import org.millwright.upgrade.Phase;
import org.millwright.upgrade.Requests;
import org.millwright.upgrade.Run;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.Upgrades;
import org.millwright.upgrade.Upgrades.Person;
import org.millwright.upgrade.journal.Journal;

/** One upgrade inside the started service: asks for it, approves it when it is assessed, tells what happens. */
public final class DemoRun implements QuarkusApplication {
    private static final String PLAN = "demo-upgrade";
    private static final long REDRAW_MS = 200;
    private static final Duration DOSSIER_LIMIT = Duration.ofSeconds(20);
    private static final AtomicReference<Optional<Wish>> WISH = new AtomicReference<>(Optional.empty());

    private final Requests requests;
    private final Upgrades upgrades;
    private final Journal journal;
    private final HttpServer http;
    private final Clock clock;

    /** What the command line asked for. */
    record Wish(Scenario scenario, boolean json, boolean keep, Path folder) {}

    DemoRun(Requests requests, Upgrades upgrades, Journal journal, HttpServer http, Clock clock) {
        this.requests = requests;
        this.upgrades = upgrades;
        this.journal = journal;
        this.http = http;
        this.clock = clock;
    }

    /** Quarkus makes this class itself, so the wish is left here before. */
    static void wish(Wish wish) {
        WISH.set(Optional.of(wish));
    }

    @Override
    public int run(String... args) throws Exception {
        Wish wish = WISH.get().orElseThrow();
        Semaphore changes = new Semaphore(0);
        journal.onAppend(changes::release);
        DemoScreen screen = DemoScreen.of(wish, clock);
        screen.begin(http.getLocalBaseUri());
        RunId id = new RunId("demo-" + wish.scenario().key());
        Person person = new Person("demo", "scenario " + wish.scenario().key());
        Run run = requests.request(id, PLAN, Mode.PRODUCTION, person)
                .orElseThrow(() -> new IllegalStateException("no plan " + PLAN));
        while (run.finished().isEmpty()) {
            if (run.phase() == Phase.ASSESSED && !run.approved()) {
                upgrades.approve(id, person);
            }
            screen.show(run, upgrades.live(id));
            changes.tryAcquire(REDRAW_MS, TimeUnit.MILLISECONDS);
            changes.drainPermits();
            run = upgrades.run(id).orElseThrow();
        }
        screen.show(run, upgrades.live(id));
        boolean asExpected = run.phase() == wish.scenario().end();
        screen.end(run, asExpected, dossier(id, wish.folder()));
        if (wish.keep()) {
            Quarkus.waitForExit();
        }
        return asExpected ? 0 : 1;
    }

    /** Keeps the run's record as anybody gets it, from the API. */
    private Path dossier(RunId id, Path folder) throws IOException, InterruptedException {
        URI address = http.getLocalBaseUri().resolve("/api/runs/" + id + "/dossier");
        Path file = folder.resolve("dossier-" + id + ".json");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(address).timeout(DOSSIER_LIMIT).build();
            HttpResponse<Path> answer = client.send(request, HttpResponse.BodyHandlers.ofFile(file));
            if (answer.statusCode() != 200) {
                throw new IOException("no dossier: " + address + " answers " + answer.statusCode());
            }
            return file;
        }
    }
}
