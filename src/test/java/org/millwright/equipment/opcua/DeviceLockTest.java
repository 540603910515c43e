package org.millwright.equipment.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.millwright.equipment.EquipmentException.Kind.BROKEN_PROTOCOL;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;
import static org.millwright.equipment.opcua.TestDriver.FENCE;
import static org.millwright.equipment.opcua.TestDriver.LIMIT;
import static org.millwright.equipment.opcua.TestDriver.PRODUCT;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Session;
import org.millwright.equipment.opcua.ScriptedServer.Node;

/** OPC 10000-100 ch. 7: a lock is the application's, and its status stands in the output. */
class DeviceLockTest {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile String owner = "";
    private volatile Object initAnswer = 0;
    private String ours = "";
    private ScriptedServer server;
    private Session session;

    @BeforeEach
    void start() throws Exception {
        ours = TestDriver.applicationUri();
        server = ScriptedServer.start(this::script);
        session = TestDriver.open(server.endpoint());
    }

    @AfterEach
    void stop() {
        session.close();
        server.close();
    }

    private void script(ScriptedServer scripted) {
        Node device = scripted.device(scripted.deviceSet(), "cpu", PRODUCT);
        Node lock = device.object("Lock");
        lock.variable("Locked", () -> !owner.isEmpty());
        lock.variable("LockingClient", () -> owner);
        lock.method("InitLock", inputs -> {
            calls.add("init " + inputs[0].value());
            if (Integer.valueOf(0).equals(initAnswer)) {
                owner = ours;
            }
            return new Object[] {initAnswer};
        });
        lock.method("RenewLock", _ -> {
            calls.add("renew");
            return new Object[] {owner.isEmpty() ? -1 : 0};
        });
        lock.method("ExitLock", _ -> {
            calls.add("exit");
            owner = "";
            return new Object[] {0};
        });
        Node addIn = scripted.addIn(device);
        addIn.machine("PrepareForUpdate", () -> 231).method("Prepare", _ -> {
            calls.add("prepare");
            return new Object[0];
        });
        addIn.machine("Confirmation", () -> 325).method("Confirm", _ -> {
            if (owner.isEmpty()) {
                throw new UaException(StatusCodes.Bad_Locked);
            }
            calls.add("confirm");
            return new Object[0];
        });
    }

    @Test
    void aFreeControllerIsLockedBeforeItIsPreparedAndGivenBack() throws Exception {
        session.prepare(FENCE, LIMIT);
        assertThat(calls).hasSize(2).last().isEqualTo("prepare");
        assertThat(calls.getFirst()).startsWith("init").contains("Millwright");
        assertThat(session.observe(LIMIT).lockedBy())
                .as("our own lock keeps nobody else")
                .isEmpty();

        session.unlock(FENCE, LIMIT);
        assertThat(calls).last().isEqualTo("exit");
        session.unlock(FENCE, LIMIT);
        assertThat(calls).filteredOn("exit"::equals).hasSize(1);
    }

    @Test
    void whatAFormerSessionLockedIsRenewed() throws Exception {
        owner = ours;
        session.confirm(FENCE, LIMIT);

        assertThat(calls).containsExactly("renew", "confirm");
    }

    @Test
    void somebodyElsesLockIsNamedAndNotBroken() throws Exception {
        owner = "urn:other:tool";

        assertThat(session.observe(LIMIT).lockedBy()).contains("urn:other:tool");
        assertThatExceptionOfType(EquipmentException.class)
                .isThrownBy(() -> session.prepare(FENCE, LIMIT))
                .matches(e -> e.kind() == REFUSED)
                .withMessageContaining("urn:other:tool");
        session.unlock(FENCE, LIMIT);
        assertThat(calls).isEmpty();
    }

    @Test
    void aGoodStatusWithABadOutputIsNoLock() {
        initAnswer = -1;
        assertThatExceptionOfType(EquipmentException.class)
                .isThrownBy(() -> session.prepare(FENCE, LIMIT))
                .matches(e -> e.kind() == REFUSED);
        assertThat(calls).doesNotContain("prepare");
    }

    @Test
    void anOutputOfAnotherTypeIsNonsense() {
        initAnswer = "fine";
        assertThatExceptionOfType(EquipmentException.class)
                .isThrownBy(() -> session.prepare(FENCE, LIMIT))
                .matches(e -> e.kind() == BROKEN_PROTOCOL);
        assertThat(calls).doesNotContain("prepare");
    }

    @Test
    void aLockThatIsGoneAfterARebootIsTakenAgain() throws Exception {
        session.prepare(FENCE, LIMIT);
        owner = "";
        session.close();
        session = TestDriver.open(server.endpoint());
        session.confirm(FENCE, LIMIT);

        assertThat(calls).filteredOn(call -> call.startsWith("init")).hasSize(2);
        assertThat(calls).last().isEqualTo("confirm");
    }
}
