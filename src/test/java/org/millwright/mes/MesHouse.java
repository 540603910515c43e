package org.millwright.mes;

import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.millwright.access.Role;
import org.millwright.mes.model.LineMethod;
import org.millwright.mes.model.Uris;
import org.millwright.plan.Plan;
import org.millwright.plan.PlanCatalog;
import org.millwright.plan.Plans;
import org.millwright.plant.LineId;
import org.millwright.plant.Plant;
import org.millwright.plant.PlantFile;
import org.millwright.release.FileContentStore;
import org.millwright.release.Library;
import org.millwright.release.ReleaseStore;
import org.millwright.service.TestPlantFolder;
import org.millwright.upgrade.Orders;
import org.millwright.upgrade.Requests;
import org.millwright.upgrade.Upgrades;
import org.millwright.upgrade.journal.Journal;
import org.millwright.upgrade.journal.MemoryJournal;

/** The whole endpoint with its faces on plants, plans and releases in files; the rows of runs are written by the test. */
final class MesHouse implements AutoCloseable {
    static final LineId LINE = new LineId("line-1");
    /** A test calls faster than any MES. */
    static final Map<String, String> UNHURRIED = Map.of("sessions.calls-per-second", "100000");

    final Journal journal;
    final Orders orders;
    final MesUnderTest mes;
    private final PlanCatalog catalog;
    private final Map<Role, OpcUaClient> clients = new EnumMap<>(Role.class);
    private final int namespace;

    MesHouse(Path folder, Clock clock) throws Exception {
        this(folder, clock, new MemoryJournal(clock), UNHURRIED);
    }

    MesHouse(Path folder, Clock clock, Journal journal, Map<String, String> settings, Part... others) throws Exception {
        this.journal = journal;
        Path config = TestPlantFolder.write();
        Plant plant = PlantFile.read(config.resolve("plant.yaml"));
        FileContentStore store = FileContentStore.open(folder.resolve("data"));
        ReleaseStore releases = new ReleaseStore(config.resolve("releases"), store);
        Plans plans = new Plans(config.resolve("plans"), plant, releases);
        catalog = new PlanCatalog(plans, List.of(config.resolve("plans")), _ -> {});
        var read = new java.util.concurrent.CountDownLatch(1);
        catalog.onChange(read::countDown);
        catalog.start();
        if (!read.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the plans were not read");
        }
        orders = new Orders(journal, plant, clock);
        Upgrades upgrades = new Upgrades(
                new Upgrades.Setting(
                        plant,
                        (_, _) -> {
                            throw new AssertionError("no run is begun here");
                        },
                        journal,
                        new Library(store, releases),
                        new Upgrades.Setting.Tools(clock, _ -> {})),
                "test");
        Requests requests = new Requests(plans, upgrades, java.util.Set.of());
        JobPart jobs = new JobPart(
                new JobPart.House(plant, catalog, orders, new JobPart.Runs(upgrades, requests), journal), clock);
        mes = new MesUnderTest(
                folder,
                settings,
                clock,
                Stream.concat(Stream.of(jobs), Stream.of(others)).toArray(Part[]::new));
        namespace = Objects.requireNonNull(
                        client(Role.OBSERVER).readNamespaceTable().getIndex(Uris.MILLWRIGHT))
                .intValue();
    }

    Plan plan() {
        return plan(LINE);
    }

    Plan plan(LineId line) {
        return catalog.find("plan-" + line).orElseThrow();
    }

    OpcUaClient client(Role role) throws Exception {
        OpcUaClient known = clients.get(role);
        if (known == null) {
            known = mes.connect(new UsernameProvider(role.key(), MesUnderTest.PASSWORD));
            clients.put(role, known);
        }
        return known;
    }

    NodeId node(String path) {
        return new NodeId(namespace, LINE + "/" + path);
    }

    static String objectOf(LineMethod method) {
        return method.compareTo(LineMethod.SUBMIT_UPGRADE) >= 0
                ? "SimpleJobs"
                : method.browseName().startsWith("Request")
                        ? "JobManagement/JobOrderResults"
                        : "JobManagement/JobOrderControl";
    }

    CallMethodResult call(OpcUaClient client, LineMethod method, Variant... inputs) throws Exception {
        String object = objectOf(method);
        CallMethodRequest request =
                new CallMethodRequest(node(object), node(object + "/" + method.browseName()), inputs);
        return Objects.requireNonNull(client.call(List.of(request)).getResults())[0];
    }

    CallMethodResult call(Role role, LineMethod method, Variant... inputs) throws Exception {
        return call(client(role), method, inputs);
    }

    @Override
    public void close() {
        mes.close();
        catalog.close();
    }
}
