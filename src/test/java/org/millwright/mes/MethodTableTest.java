package org.millwright.mes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.access.Role;
import org.millwright.mes.model.LineMethod;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.Event.Ending;
import org.millwright.upgrade.Job;
import org.millwright.upgrade.JobChains.Standing;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.Upgrades.Person;

/**
 * Every method on both faces, for every role, with a job order in every state, over sockets. What comes of it is the table
 * in docs/protocols/mes-methods.md.
 */
class MethodTableTest {
    private static final Path DOCUMENT = Path.of("../docs/protocols/mes-methods.md");
    private static final Path WRITTEN = Path.of("target/mes-methods.md");
    private static final Person TEST = new Person("test", "");
    private static final StatusCode DENIED = new StatusCode(StatusCodes.Bad_UserAccessDenied);

    @TempDir
    private Path folder;

    private int cells;

    /** A column of the table. */
    private enum Column {
        STORE(LineMethod.STORE, LineMethod.SUBMIT_UPGRADE, Role.MES),
        STORE_AND_START(LineMethod.STORE_AND_START, LineMethod.SUBMIT_UPGRADE, Role.SUPERVISOR),
        UPDATE(LineMethod.UPDATE, null, Role.MES),
        START(LineMethod.START, LineMethod.RELEASE, Role.SUPERVISOR),
        REVOKE_START(LineMethod.REVOKE_START, LineMethod.REVOKE_RELEASE, Role.MES),
        PAUSE(LineMethod.PAUSE, LineMethod.PAUSE_UPGRADE, Role.MES),
        RESUME(LineMethod.RESUME, LineMethod.RESUME_UPGRADE, Role.SUPERVISOR),
        STOP(LineMethod.STOP, LineMethod.STOP_UPGRADE, Role.SUPERVISOR),
        ABORT(LineMethod.ABORT, LineMethod.ABORT_UPGRADE, Role.SUPERVISOR),
        CANCEL(LineMethod.CANCEL, LineMethod.CANCEL_UPGRADE, Role.MES),
        CLEAR(LineMethod.CLEAR, LineMethod.CLEAR_UPGRADE, Role.MES),
        BY_ID(LineMethod.REQUEST_JOB_RESPONSE_BY_JOB_ORDER_ID, null, Role.OBSERVER),
        STATUS(null, LineMethod.GET_UPGRADE_STATUS, Role.OBSERVER);

        private final @Nullable LineMethod standard;
        private final @Nullable LineMethod flat;
        private final Role least;

        Column(@Nullable LineMethod standard, @Nullable LineMethod flat, Role least) {
            this.standard = standard;
            this.flat = flat;
            this.least = least;
        }

        List<LineMethod> faces() {
            return Stream.of(standard, flat).flatMap(Stream::ofNullable).toList();
        }

        boolean takesOrder() {
            return this == STORE || this == STORE_AND_START || this == UPDATE;
        }

        boolean asks() {
            return this == BY_ID || this == STATUS;
        }

        String heading() {
            return faces().stream().map(LineMethod::browseName).collect(Collectors.joining(" / "))
                    + (this == STORE_AND_START ? " with Release" : "");
        }
    }

    /** What came of a call: its status on that face, and the rows that it left. */
    private record Seen(long status, List<String> rows) {}

    @Test
    void everyMethodInEveryStateForEveryRole() throws Exception {
        try (MesHouse house = new MesHouse(folder, Clock.systemUTC())) {
            String table = table(house);
            Files.createDirectories(WRITTEN.toAbsolutePath().getParent());
            Files.writeString(WRITTEN, table);
            assertThat(table).as("%s tells what %s does not", WRITTEN, DOCUMENT).isEqualTo(Files.readString(DOCUMENT));
        }
    }

    private String table(MesHouse house) throws Exception {
        StringBuilder text = new StringBuilder(INTRODUCTION);
        text.append("| state | where the job order stands |");
        for (int i = 1; i <= Column.values().length; i++) {
            text.append(' ').append(i).append(" |");
        }
        text.append("\n|---|---|").append("---|".repeat(Column.values().length)).append('\n');
        for (Standing standing : Standing.values()) {
            List<String> row = new ArrayList<>();
            for (Column column : Column.values()) {
                row.add(cell(house, standing, column));
            }
            text.append("| %s | %s | %s |%n"
                    .formatted(
                            stateOf(house, standing),
                            standing.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            String.join(" | ", row)));
        }
        text.append("\nColumns, and who may call them:\n\n| | method | ");
        text.append(Arrays.stream(Role.values()).map(Role::key).collect(Collectors.joining(" | ")));
        text.append(" |\n|---|---|").append("---|".repeat(Role.values().length)).append('\n');
        int number = 0;
        for (Column column : Column.values()) {
            text.append("| %d | %s | %s |%n"
                    .formatted(
                            ++number,
                            column.heading(),
                            Arrays.stream(Role.values())
                                    .map(role -> role.mayAct(column.least) ? "may" : "denied")
                                    .collect(Collectors.joining(" | "))));
        }
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    private String stateOf(MesHouse house, Standing standing) throws Exception {
        Sent sent = standing(house, standing);
        CallMethodResult result = house.call(Role.OBSERVER, LineMethod.GET_UPGRADE_STATUS, Variant.ofString(sent.id()));
        retire(house, sent.id());
        Variant[] told = Objects.requireNonNull(result.getOutputArguments());
        String state = String.valueOf(told[1].value());
        return state.isEmpty() ? "not listed" : state + " " + told[3].value();
    }

    /** The same on both faces and for every role that may; the others are denied and leave no row. */
    private String cell(MesHouse house, Standing standing, Column column) throws Exception {
        List<Seen> all = new ArrayList<>();
        for (LineMethod method : column.faces()) {
            for (Role role : Role.values()) {
                Sent sent = standing(house, standing);
                List<Entry> before = house.journal.read(new RunId(sent.id()));
                CallMethodResult result = house.call(role, method, arguments(house, column, method, sent, role));
                List<Entry> after = house.journal.read(new RunId(sent.id()));
                String where = standing + " " + method + " " + role;
                if (!role.mayAct(column.least)) {
                    assertThat(result.getStatusCode()).as(where).isEqualTo(DENIED);
                    assertThat(after).as(where).isEqualTo(before);
                } else {
                    long status = Sent.status(result);
                    assertThat(result.getStatusCode().value())
                            .as(where)
                            .isEqualTo(flat(method) || status == 1 ? StatusCodes.Good : 0x40000000L);
                    all.add(new Seen(status, rows(after.subList(before.size(), after.size()), sent.id(), role)));
                }
                retire(house, sent.id());
            }
        }
        assertThat(all).as("%s %s", standing, column).containsOnly(all.getFirst());
        return bits(all.getFirst().status());
    }

    private static boolean flat(LineMethod method) {
        return MesHouse.objectOf(method).equals("SimpleJobs");
    }

    private static Variant[] arguments(MesHouse house, Column column, LineMethod method, Sent sent, Role role)
            throws Exception {
        if (column.asks()) {
            return new Variant[] {Variant.ofString(sent.id())};
        }
        if (column.takesOrder()) {
            Sent other = new Sent(sent.id(), sent.plan(), column == Column.UPDATE ? 60 : 0);
            return flat(method)
                    ? other.flat(column == Column.STORE_AND_START)
                    : other.standard(Sent.context(house.client(role)));
        }
        return new Variant[] {
            Variant.ofString(sent.id()), flat(method) ? Variant.ofString(Sent.COMMENT) : Sent.comment()
        };
    }

    private Sent standing(MesHouse house, Standing standing) throws Exception {
        Sent sent = new Sent("c%06d".formatted(++cells), house.plan().name(), 0);
        if (standing != Standing.NOTHING) {
            CallMethodResult stored =
                    house.call(Role.MES, LineMethod.STORE, sent.standard(Sent.context(house.client(Role.MES))));
            assertThat(Sent.status(stored)).isEqualTo(1);
            standing.continued(house.journal, new RunId(sent.id()), house.plan());
        }
        return sent;
    }

    /** Gives the line and the place in the list back. */
    private static void retire(MesHouse house, String id) {
        RunId run = new RunId(id);
        house.orders
                .job(run)
                .flatMap(Job::run)
                .filter(r -> r.finished().isEmpty())
                .ifPresent(_ -> {
                    var _ = house.journal.submit(run, new Event.Finished(Ending.ROLLED_BACK, ""));
                });
        var _ = house.orders.cancel(run, TEST);
        var _ = house.orders.clear(run, TEST);
    }

    /** Rows without what differs from cell to cell: the id, also inside the order as it was sent, and who asked. */
    private static List<String> rows(List<Entry> entries, String id, Role role) {
        return entries.stream()
                .map(entry -> switch (entry.event()) {
                    case Event.Stored(var order, String by, String comment) ->
                        order.plan()
                                + order.planHash()
                                + order.window()
                                + order.priority()
                                + order.mode()
                                + by
                                + comment
                                + new String(Base64.getDecoder().decode(order.document()), StandardCharsets.ISO_8859_1)
                                        .replace(id, "");
                    default -> entry.event().toString();
                })
                .map(row -> row.replace(role.key(), "somebody"))
                .toList();
    }

    private static String bits(long status) {
        return IntStream.range(0, 64)
                .filter(bit -> (status >>> bit & 1) != 0)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining("+"));
    }

    private static final String INTRODUCTION = """
            # Every MES method in every state

            Written by `MethodTableTest`, which asserts it: each cell is a call over the network for each role on both
            faces, on a job order that was brought into that state. Both faces give the same ReturnStatus and leave the same
            journal rows; the standard face answers Good for bit 0 alone and Uncertain otherwise, the flat face always Good.
            A role that may not is denied with Bad_UserAccessDenied in every state, and leaves no row.

            A cell lists the bits of the ReturnStatus ([meaning](mes.md#returnstatus)): 0 done, 1 unknown, 3 state, 4 not
            accepted, 34 at the next safe point, 35 begun already, 40 id used, 42 rollback under way.

            """;
}
