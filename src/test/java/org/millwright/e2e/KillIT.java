package org.millwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * kill -9 of the service in the middle of a phase, again and again in one run, while the line goes on by itself. The run
 * ends as it would have without; {@link DemoIT} shows how that is.
 */
@Timeout(400)
class KillIT {
    private static final String RUN = "killed";
    private static final String MODBUS = "st40-screw";

    /** Of 16 KiB, in a package of one MiB and its header. */
    private static final int BLOCKS = 65;

    /** When to kill. */
    private record Moment(String name, Predicate<JsonNode> here) {
        static Moment phase(String phase) {
            return new Moment(phase, run -> Served.phase(run).equals(phase));
        }
    }

    @Test
    void aRunWhoseServiceIsKilledInEveryPhaseStillCompletes() throws Exception {
        Path folder = Scratch.fresh("kill-good");
        try (DemoLine line = DemoLine.start(folder);
                TransferWatch watch = line.transfersTo(MODBUS)) {
            JsonNode run = killedAt(
                    folder,
                    line,
                    List.of(
                            Moment.phase("STAGING"),
                            halfWay(watch),
                            Moment.phase("DRAINING"),
                            Moment.phase("SNAPSHOTTING"),
                            Moment.phase("FLASHING"),
                            rebooting(line),
                            Moment.phase("VALIDATING")));

            assertThat(Served.phase(run)).as("%s", run).isEqualTo("COMPLETED");
            assertThat(Set.copyOf(line.revisions().values())).containsExactly("2.4.0");
            line.assertProducing();
            watch.assertOneTransferThatNeverFellBack(BLOCKS);
        }
    }

    @Test
    void aRunWhoseServiceIsKilledOnTheWayBackIsStillRolledBack() throws Exception {
        Path folder = Scratch.fresh("kill-back");
        try (DemoLine line = DemoLine.start(folder, "st40-screw:install-error")) {
            var before = line.revisions();

            JsonNode run = killedAt(folder, line, List.of(Moment.phase("ROLLING_BACK"), rebootingOnTheWayBack(line)));

            assertThat(Served.phase(run)).as("%s", run).isEqualTo("ROLLED_BACK");
            assertThat(run.path("reason").asText()).contains("st40-screw");
            assertThat(line.revisions()).isEqualTo(before);
            line.assertProducing();
        }
    }

    /** Modbus has no session that would end with the service: the transfer stays open, and the next service goes on. */
    private static Moment halfWay(TransferWatch watch) {
        return new Moment(
                "half of a transfer over Modbus",
                run -> Served.phase(run).equals("STAGING")
                        && isHalfWay(watch.last().blocksProven()));
    }

    private static boolean isHalfWay(int blocks) {
        return blocks > BLOCKS / 5 && blocks < BLOCKS * 4 / 5;
    }

    private static Moment rebooting(DemoLine line) {
        return new Moment("a reboot", run -> Served.phase(run).equals("FLASHING") && down(line));
    }

    private static Moment rebootingOnTheWayBack(DemoLine line) {
        return new Moment("a reboot on the way back", run -> Served.phase(run).equals("ROLLING_BACK") && down(line));
    }

    private static boolean down(DemoLine line) {
        try {
            return line.oneIsDown();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Gives the ended run; every row seen before a kill is compared with what is there after it. */
    private static JsonNode killedAt(Path folder, DemoLine line, List<Moment> moments) throws Exception {
        Packaged packaged = new Packaged(folder)
                .with("millwright.config", patientConfig(folder).toString());
        line.addressesTo(packaged);
        List<JsonNode> acknowledged = List.of();
        List<String> history = new ArrayList<>();
        for (Moment moment : moments) {
            Served service = Served.start(packaged, folder.resolve("data"));
            try {
                if (history.isEmpty()) {
                    request(service);
                }
                JsonNode dossier = service.await(RUN, moment.name() + " after " + history, moment.here());
                acknowledged = rowsWith(acknowledged, dossier);
                history.add(moment.name() + " at row " + acknowledged.size());
            } finally {
                service.kill();
            }
        }
        try (Served service = Served.start(packaged, folder.resolve("data"))) {
            JsonNode dossier = service.await(RUN, "the end after " + history, Served::over);
            System.out.println("killed in " + history + ", rows "
                    + rowsWith(acknowledged, dossier).size());
            return dossier.path("run");
        }
    }

    private static void request(Served service) throws Exception {
        assertThat(service.ask(RUN, "demo-upgrade").status()).isEqualTo(201);
        service.await(RUN, "the assessment", run -> Served.phase(run).equals("ASSESSED"));
        assertThat(service.post("/api/runs/" + RUN + "/approve", "{}").status()).isEqualTo(200);
    }

    private static List<JsonNode> rowsWith(List<JsonNode> acknowledged, JsonNode dossier) {
        List<JsonNode> rows = new ArrayList<>();
        dossier.path("rows").forEach(rows::add);
        assertThat(rows.subList(0, Math.min(acknowledged.size(), rows.size())))
                .as("rows told before the kill")
                .isEqualTo(acknowledged);
        return rows;
    }

    /** A dead service must not cost a controller its confirmation: as in a plant, the plan gives it more time. */
    private static Path patientConfig(Path folder) throws Exception {
        Path config = Scratch.config(folder);
        Path plan = config.resolve("plans/demo-upgrade.yaml");
        Scratch.edit(plan, "confirm-within: 15s", "confirm-within: 60s");
        return config;
    }
}
