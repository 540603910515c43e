package org.millwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.millwright.mes.model.JobResponseDataType;
import org.millwright.mes.model.Values;
import org.millwright.trust.TestCertificate;

/** A whole upgrade as an MES orders it: account, certificate, order, abort, order again, and its own death meanwhile. */
@Timeout(600)
class MesIT {
    private static final String LINE = "assembly-1";
    private static final String PLAN = "demo-upgrade";
    private static final String PASSWORD = "a rather long password";
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Pattern MES = Pattern.compile("MES: (opc\\.tcp://\\S+)");
    private static final TestCertificate CERTIFICATE = TestCertificate.of("mes").make();
    private static final MesClient.Account SHIFT = new MesClient.Account(CERTIFICATE, "shift-mes", PASSWORD);

    @Test
    void anMesAbortsOneUpgradeAndItsDeathDoesNotHarmTheNext() throws Exception {
        Path folder = Scratch.fresh("mes");
        Packaged packaged = new Packaged(folder)
                .with("millwright.users", folder.resolve("users.yaml").toString());
        try (DemoLine line = DemoLine.start(folder)) {
            line.addressesTo(packaged);
            mayLogIn(packaged, folder);
            Map<String, String> before = line.revisions();
            try (Served service = Served.start(packaged, folder.resolve("data"))) {
                String address = address(service);
                trusted(packaged, folder, address);
                abortedInFlashing(service, address);
                assertThat(line.revisions()).isEqualTo(before);
                line.assertProducing();

                completedAlone(service, address);
                assertThat(line.revisions().values()).containsOnly("2.4.0");
                line.assertProducing();
            }
        }
    }

    private static void mayLogIn(Packaged packaged, Path folder) throws Exception {
        Packaged.Ended added = packaged.start(
                        List.of("user", "add", "shift-mes", "--role", "supervisor", "--users", folder + "/users.yaml"),
                        Map.of("MILLWRIGHT_NEW_PASSWORD", PASSWORD))
                .end(PATIENCE);
        assertThat(added.code()).as(added.said()).isZero();
    }

    private static String address(Served service) throws Exception {
        return Awaited.value(
                "the MES address",
                PATIENCE,
                () -> MES.matcher(service.said())
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .findFirst(),
                service::said);
    }

    /** As a person does: the first connect is refused, then the fingerprint is compared and trusted. */
    private static void trusted(Packaged packaged, Path folder, String address) throws Exception {
        assertThatThrownBy(() -> MesClient.connect(address, LINE, SHIFT)).isInstanceOf(Exception.class);
        Packaged.Ended added = packaged.start(
                        List.of(
                                "trust",
                                "ADD",
                                "--clients",
                                CERTIFICATE.fingerprint().hex(),
                                "--data",
                                folder + "/data"),
                        Map.of())
                .end(PATIENCE);
        assertThat(added.code()).as(added.said()).isZero();
    }

    private static void abortedInFlashing(Served service, String address) throws Exception {
        try (MesClient mes = MesClient.connect(address, LINE, SHIFT)) {
            mes.listen();
            assertThat(status(mes.flat("SubmitUpgrade", submit("night-1", true))))
                    .isEqualTo(1);
            begun(mes, "night-1");
            service.await("night-1", "flashing", run -> Served.phase(run).equals("FLASHING"));
            assertThat(mes.live("Phase")).isEqualTo("FLASHING");

            assertThat(status(mes.flat("AbortUpgrade", Variant.ofString("night-1"), Variant.ofString("no time"))))
                    .isEqualTo(1);
            assertThat(state(mes, "night-1")).startsWith("Aborted");

            service.await("night-1", "the rollback", run -> Served.phase(run).equals("ROLLED_BACK"));
            Awaited.value(
                    "the last event",
                    PATIENCE,
                    () -> mes.events.contains("night-1 6 RolledBack") ? Optional.of(true) : Optional.empty(),
                    mes.events::toString);
            assertThat(mes.events)
                    .startsWith("night-1 1 Ready", "night-1 2 Waiting")
                    .containsSubsequence(
                            "night-1 2 Ready",
                            "night-1 2 Loaded",
                            "night-1 3 Draining",
                            "night-1 3 Snapshotting",
                            "night-1 3 Flashing",
                            "night-1 6 RollingBack",
                            "night-1 6 RolledBack")
                    .doesNotHaveDuplicates();
            assertThat(status(mes.flat("ClearUpgrade", Variant.ofString("night-1"), Variant.ofString(""))))
                    .isEqualTo(1);
        }
    }

    private static void completedAlone(Served service, String address) throws Exception {
        MesClient first = MesClient.connect(address, LINE, SHIFT);
        assertThat(status(first.standard("Store", first.order("night-2", PLAN), MesClient.comment("again"))))
                .isEqualTo(1);
        assertThat(status(first.standard("Start", Variant.ofString("night-2"), MesClient.comment("go"))))
                .isEqualTo(1);
        begun(first, "night-2");
        service.await("night-2", "the drain", run -> Served.phase(run).equals("DRAINING"));
        first.dies();

        service.await("night-2", "the end", run -> Served.phase(run).equals("COMPLETED"));
        try (MesClient next = MesClient.connect(address, LINE, SHIFT)) {
            CallMethodResult told = next.call(
                    "JobManagement/JobOrderResults", "RequestJobResponseByJobOrderID", Variant.ofString("night-2"));
            JobResponseDataType response = Values.structure(
                            next.context(),
                            JobResponseDataType.class,
                            Objects.requireNonNull(told.getOutputArguments())[0])
                    .orElseThrow();
            assertThat(Objects.requireNonNull(response.jobState()))
                    .extracting(state -> state.stateText().text())
                    .containsExactly("Ended", "Closed");
            assertThat(Objects.requireNonNull(response.jobResponseData())).anySatisfy(parameter -> {
                assertThat(parameter.id()).isEqualTo("JobResult");
                assertThat(parameter.value().value()).isEqualTo(1);
            });
            assertThat(next.live("st10-loader/InstalledRevision")).isEqualTo("2.4.0");
            assertThat(status(next.standard("Clear", Variant.ofString("night-2"), MesClient.comment("done"))))
                    .isEqualTo(1);
        }
    }

    /** From then on the run is known by its job order's id. */
    private static void begun(MesClient mes, String id) throws Exception {
        Awaited.value(
                "the run " + id,
                PATIENCE,
                () -> state(mes, id).equals("AllowedToStart Waiting")
                                && json(mes, id).contains("\"phase\": \"\"")
                        ? Optional.empty()
                        : Optional.of(true),
                () -> id);
    }

    private static String json(MesClient mes, String id) throws Exception {
        return String.valueOf(
                Objects.requireNonNull(
                        mes.flat("GetUpgradeStatus", Variant.ofString(id)).getOutputArguments())[7].value());
    }

    private static Variant[] submit(String id, boolean release) {
        return new Variant[] {
            Variant.ofString(id),
            Variant.ofString(PLAN),
            Variant.ofString(""),
            Variant.ofString(LINE),
            Variant.ofString(""),
            Variant.ofString(""),
            Variant.NULL_VALUE,
            Variant.NULL_VALUE,
            Variant.ofDouble(0),
            Variant.ofString("Production"),
            Variant.ofBoolean(release),
            Variant.ofString("{\"ChangeTicket\":\"C-17\"}"),
            Variant.ofString("night shift")
        };
    }

    private static String state(MesClient mes, String id) throws Exception {
        Variant[] told = Objects.requireNonNull(
                mes.flat("GetUpgradeStatus", Variant.ofString(id)).getOutputArguments());
        return told[1].value() + " " + told[3].value();
    }

    private static long status(CallMethodResult result) {
        for (Variant output : Objects.requireNonNullElse(result.getOutputArguments(), new Variant[0])) {
            if (output.value() instanceof ULong status) {
                return status.longValue();
            }
        }
        throw new AssertionError("no ReturnStatus: " + result);
    }
}
