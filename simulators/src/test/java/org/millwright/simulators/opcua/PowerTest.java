package org.millwright.simulators.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The controller's presence on the network follows its power. */
class PowerTest {
    private final TinyPlc plc = new TinyPlc();
    private PlcServer server;

    @BeforeEach
    void start() throws IOException {
        server = PlcServer.start(plc, new PlcServer.Settings(0, Optional.empty(), Clock.systemUTC()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void withoutPowerThePortIsClosed() throws Exception {
        plc.powerOff();
        try (Socket socket = new Socket()) {
            assertThatThrownBy(() -> socket.connect(address())).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void anOpenSessionDoesNotSurviveAPowerLoss() throws UaException {
        Client client = Client.connect(server.endpoint());
        plc.powerOff();
        assertThatThrownBy(() -> client.read("di:DeviceSet/p:tiny/p:State")).isInstanceOf(UaException.class);
        client.close();
    }

    @Test
    void portAndCertificateAreTheSameAfterTheReboot() throws Exception {
        String endpoint = server.endpoint();
        var before = DiscoveryClient.getEndpoints(endpoint).get().getFirst().getServerCertificate();
        plc.powerOff();
        plc.powerOn();
        assertThat(server.endpoint()).isEqualTo(endpoint);
        assertThat(DiscoveryClient.getEndpoints(endpoint).get().getFirst().getServerCertificate())
                .isEqualTo(before);
    }

    @Test
    void aPortThatIsTakenDuringTheRebootIsWaitedFor() throws Exception {
        plc.powerOff();
        try (ServerSocket squatter = new ServerSocket()) {
            squatter.bind(address());
            plc.powerOn();
        }
        assertThat(firstAnswer()).isPositive();
    }

    /** Asks until the server answers, for half a minute at most. */
    private int firstAnswer() throws Exception {
        for (int tries = 0; tries < 3000; tries++) {
            try (Socket socket = new Socket()) {
                socket.connect(address());
                return DiscoveryClient.getEndpoints(server.endpoint()).get().size();
            } catch (ConnectException _) {
                LockSupport.parkNanos(10_000_000);
            }
        }
        throw new AssertionError("the server did not come back");
    }

    @Test
    void aClosedServerStaysAwayWhenPowerReturns() throws Exception {
        String own = applications().getFirst();
        server.close();
        plc.powerOn();

        assertThat(applications()).doesNotContain(own);
    }

    /** Who answers at the server's port: nobody, or somebody else on this machine who has taken it since. */
    private List<String> applications() throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(address());
        } catch (ConnectException _) {
            return List.of();
        }
        return DiscoveryClient.getEndpoints(server.endpoint()).get().stream()
                .map(e -> e.getServer().getApplicationUri())
                .toList();
    }

    @Test
    void subscribersHearOfChanges() throws Exception {
        try (Client client = Client.connect(server.endpoint())) {
            CountDownLatch empty = new CountDownLatch(1);
            var subscription = new OpcUaSubscription(client.milo(), 50.0);
            subscription.create();
            var item = OpcUaMonitoredItem.newDataItem(new NodeId(3, "PartsInStation"));
            item.setSamplingInterval(20.0);
            item.setDataValueListener((_, value) -> {
                if (Integer.valueOf(0).equals(value.value().value())) {
                    empty.countDown();
                }
            });
            subscription.addMonitoredItems(List.of(item));
            subscription.synchronizeMonitoredItems();
            plc.setParts(0);
            assertThat(empty.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), URI.create(server.endpoint()).getPort());
    }
}
