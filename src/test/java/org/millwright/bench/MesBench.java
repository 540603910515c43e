package org.millwright.bench;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.millwright.access.Role;
import org.millwright.mes.BenchedMes;
import org.millwright.mes.model.LineMethod;
import org.millwright.service.TestPlantFolder;
import org.millwright.trust.TestCertificate;

/**
 * How long an MES waits for a method while many others watch, against a bare method that puts one row on the same disk in
 * the same run; and whether everybody who watches gets every event, in the journal's order.
 */
public final class MesBench implements AutoCloseable {
    private static final TestCertificate CERTIFICATE =
            TestCertificate.of("mes-bench").make();
    private static final List<String> LINES = TestPlantFolder.LINES.subList(0, TestPlantFolder.LINES.size() - 1);
    private static final Duration LAST_EVENT = Duration.ofSeconds(30);
    private static final int LANES = 10;
    private static final int STORED_EACH = 8;
    private static final int RUNS = 24;
    private static final String FIRST = "first";
    private static final String LAST = "last";

    private final MesOptions options;
    private final MesBenchServer.Remote server;
    private final List<OpcUaClient> clients = new ArrayList<>();
    private final List<MesSubscriber> subscribers = new ArrayList<>();
    private final MesCaller caller;

    private MesBench(MesOptions options, MesBenchServer.Remote server) throws Exception {
        this.options = options;
        this.server = server;
        this.caller = new MesCaller(connect(Role.SUPERVISOR), connect(Role.SUPERVISOR));
    }

    public static void main(String[] args) throws Exception {
        Optional<MesOptions> options = MesOptions.parse(args);
        if (options.isEmpty()) {
            System.err.print(MesOptions.USAGE);
            System.exit(2);
            return;
        }
        MesReport report = report(options.get());
        System.out.print(report.text());
        System.exit(report.complete() ? 0 : 1);
    }

    static MesReport report(MesOptions options) throws Exception {
        ServiceLogging.set();
        Path folder = Files.createTempDirectory("mes-bench");
        Path certificate = CERTIFICATE.writeTo(folder.resolve("bench-client.der"));
        try (MesBenchServer.Remote server = MesBenchServer.Remote.start(folder, certificate);
                MesBench bench = new MesBench(options, server)) {
            return bench.measured();
        } finally {
            TransferBench.delete(folder);
        }
    }

    private MesReport measured() throws Exception {
        System.err.println("storing job orders, connecting clients");
        fill();
        for (int i = 0; i < options.clients(); i++) {
            OpcUaClient client = connect(i % 2 == 0 ? Role.OBSERVER : Role.MES);
            String line = TestPlantFolder.LINES.get(i % TestPlantFolder.LINES.size());
            subscribers.add(MesSubscriber.subscribe(client, line, Clock.systemUTC()));
        }
        store(LINES.getFirst(), FIRST);
        awaitAll(FIRST);
        System.err.printf("calling for %d s and %d s%n", options.warmUpSeconds(), options.seconds());
        server.begin();
        pace();
        MesBenchServer.Use use = server.end();
        server.still();
        store(LINES.getFirst(), LAST);
        awaitAll(LAST);
        return MesReport.of(options, caller, use, new MesReport.Events(between(server.changes()), subscribers));
    }

    /** Lists as long as they are in a plant, and runs enough. */
    private void fill() throws Exception {
        for (String line : LINES) {
            for (int i = 1; i <= STORED_EACH; i++) {
                store(line, "stored-" + line + "-" + i);
            }
        }
        for (int i = 1; i <= RUNS; i++) {
            store(BenchedMes.RUNNING.value(), "run-" + i);
        }
    }

    private void store(String line, String order) throws Exception {
        MesCall store = MesCall.writing(LineMethod.STORE);
        caller.call(store, line, order, new Latencies.Planned(0, false)).get();
    }

    private void awaitAll(String order) throws InterruptedException {
        for (MesSubscriber subscriber : subscribers) {
            // Who has not got it is found again in the report.
            var _ = subscriber.await(order, LAST_EVENT);
        }
    }

    /** Ours and the bare method by turns, evenly, whether answers come or not. */
    private void pace() throws Exception {
        List<MesLane> lanes = new ArrayList<>();
        for (int i = 0; i < LANES; i++) {
            lanes.add(new MesLane(caller, LINES.get(i % LINES.size()), "lane-" + i));
        }
        List<CompletableFuture<?>> pending = new ArrayList<>();
        long pause = 1_000_000_000L / options.rate() / 2;
        int warmUp = options.warmUpSeconds() * options.rate();
        long start = System.nanoTime();
        for (int i = 0; i < warmUp + options.seconds() * options.rate(); i++) {
            long planned = start + 2L * i * pause;
            park(planned);
            lanes.get(i % LANES).next(new Latencies.Planned(planned, i >= warmUp));
            park(planned + pause);
            pending.add(caller.callBare(new Latencies.Planned(planned + pause, i >= warmUp)));
        }
        lanes.forEach(lane -> pending.add(lane.last()));
        for (CompletableFuture<?> call : pending) {
            var _ = call.get(1, TimeUnit.MINUTES);
        }
    }

    private static void park(long until) {
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Behind the one job order and up to the other. */
    static List<String> between(List<String> changes) {
        List<String> orders =
                changes.stream().map(c -> c.substring(0, c.indexOf(' '))).toList();
        int first = orders.indexOf(FIRST);
        int last = orders.indexOf(LAST);
        return changes.subList(first + 1, last < 0 ? changes.size() : last);
    }

    private OpcUaClient connect(Role role) throws Exception {
        OpcUaClient client = OpcUaClient.create(
                server.address(),
                all -> all.stream()
                        .filter(e -> SecurityPolicy.Basic256Sha256.getUri().equals(e.getSecurityPolicyUri())
                                && e.getSecurityMode() == MessageSecurityMode.SignAndEncrypt)
                        .findFirst(),
                _ -> {},
                config -> config.setApplicationUri(TestCertificate.uri("mes-bench"))
                        .setKeyPair(CERTIFICATE.keys())
                        .setCertificate(CERTIFICATE.certificate())
                        .setCertificateChain(new X509Certificate[] {CERTIFICATE.certificate()})
                        .setIdentityProvider(new UsernameProvider(role.key(), BenchedMes.PASSWORD))
                        .setRequestTimeout(uint(20_000)));
        clients.add(client);
        return client.connect();
    }

    @Override
    public void close() {
        List<CompletableFuture<OpcUaClient>> ending =
                clients.stream().map(OpcUaClient::disconnectAsync).toList();
        for (CompletableFuture<OpcUaClient> each : ending) {
            var _ = each.orTimeout(1, TimeUnit.MINUTES).join();
        }
    }
}
