package org.millwright.equipment.opcua;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Fence;
import org.millwright.equipment.Session;
import org.millwright.plant.Controller;
import org.millwright.plant.Controller.Access;
import org.millwright.plant.Controller.Expected;
import org.millwright.plant.Controller.Secret;
import org.millwright.plant.Controller.Security;
import org.millwright.plant.ControllerId;
import org.millwright.trust.OwnCertificate;

/** The driver as the service has it, with one certificate for all tests: making a key takes long. */
final class TestDriver {
    static final String MAKER = "urn:test:works";
    static final String PRODUCT = "TW-1";
    static final Expected EXPECTED = new Expected(MAKER, PRODUCT);
    static final Fence FENCE = new Fence(1, 1);

    /** Ample for a busy machine: no test waits for it. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Path PKI = pki();
    private static final Equipment DRIVER = driver();

    private TestDriver() {}

    private static Path pki() {
        try {
            return Files.createTempDirectory("millwright-test-driver");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Equipment driver() {
        try {
            return new OpcuaEquipment(PKI, Map.of("UPDATE_KEY", "open sesame"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String applicationUri() throws IOException {
        return OwnCertificate.in(PKI.resolve("own")).applicationUri();
    }

    static Session open(String address) throws EquipmentException {
        return open(address, Optional.empty());
    }

    /** Like {@link #open(String)} for a controller with an update key. */
    static Session open(String address, Optional<Secret> key) throws EquipmentException {
        Controller controller = new Controller(
                new ControllerId("first"),
                "First",
                Controller.Driver.OPCUA,
                address,
                EXPECTED,
                new Access(Security.NONE, Optional.empty(), key),
                Map.of(),
                Map.of());
        return DRIVER.open(controller, LIMIT);
    }
}
