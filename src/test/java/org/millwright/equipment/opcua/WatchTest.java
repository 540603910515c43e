package org.millwright.equipment.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.millwright.equipment.opcua.TestDriver.LIMIT;
import static org.millwright.equipment.opcua.TestDriver.PRODUCT;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.junit.jupiter.api.Test;
import org.millwright.equipment.Session;
import org.millwright.equipment.opcua.ScriptedServer.Node;

class WatchTest {
    private static void script(ScriptedServer server) {
        Node addIn = server.addIn(server.device(server.deviceSet(), "cpu", PRODUCT));
        assertThat(addIn.machine("PrepareForUpdate", () -> 231)).isNotNull();
    }

    @Test
    void aServerWithoutSubscriptionsIsLookedAtInstead() throws Exception {
        OpcUaServerConfigLimits none = new OpcUaServerConfigLimits() {
            @Override
            public UInteger getMaxSubscriptionsPerSession() {
                return uint(0);
            }
        };
        try (ScriptedServer server = ScriptedServer.start(none, WatchTest::script);
                Session session = TestDriver.open(server.endpoint())) {
            assertThat(session.watch(() -> {}, LIMIT)).isFalse();
            assertThat(session.observe(LIMIT).preparation())
                    .as("the session lives on")
                    .isNotNull();
        }
    }

    @Test
    void whatCannotBeWatchedLeavesNoSubscriptionBehind() throws Exception {
        OpcUaServerConfigLimits noItems = new OpcUaServerConfigLimits() {
            @Override
            public UInteger getMaxMonitoredItemsPerSession() {
                return uint(0);
            }
        };
        try (ScriptedServer server = ScriptedServer.start(noItems, WatchTest::script);
                Session session = TestDriver.open(server.endpoint())) {
            assertThat(session.watch(() -> {}, LIMIT)).isFalse();
            assertThat(server.server().getSubscriptions()).isEmpty();
        }
    }

    @Test
    void oneSubscriptionServesASessionAndEndsWithIt() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(WatchTest::script)) {
            CountDownLatch told = new CountDownLatch(1);
            AtomicInteger second = new AtomicInteger();
            Session session = TestDriver.open(server.endpoint());
            assertThat(session.watch(told::countDown, LIMIT)).isTrue();
            assertThat(session.watch(second::incrementAndGet, LIMIT)).isTrue();
            assertThat(told.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(server.server().getSubscriptions()).hasSize(1);
            CountDownLatch gone = new CountDownLatch(1);
            assertThat(session.watch(gone::countDown, LIMIT)).isTrue();
            session.close();

            assertThat(gone.await(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("the end is news too")
                    .isTrue();
        }
    }
}
