package org.millwright.equipment.opcua;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Fence;
import org.millwright.equipment.Session;
import org.millwright.plant.Controller;
import org.millwright.plant.Controller.Access;
import org.millwright.plant.Controller.Expected;
import org.millwright.plant.Controller.Secret;
import org.millwright.plant.Controller.Security;
import org.millwright.plant.ControllerId;

/** The driver as the service has it, with one certificate for all tests: making a key takes long. */
final class TestDriver {
    static final String MAKER = "urn:test:works";
    static final String PRODUCT = "TW-1";
    static final Expected EXPECTED = new Expected(MAKER, PRODUCT);
    static final Fence FENCE = new Fence(1, 1);

    /** Ample for a busy machine: no test waits for it. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Secrets SECRETS = new Secrets(Map.of("UPDATE_KEY", "open sesame"));
    private static final OwnCertificate OWN = certificate();

    private TestDriver() {}

    private static OwnCertificate certificate() {
        try {
            Path folder = Files.createTempDirectory("millwright-test-driver");
            folder.toFile().deleteOnExit();
            return OwnCertificate.in(folder);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String applicationUri() {
        return OWN.applicationUri();
    }

    static Controller at(String address) {
        return new Controller(
                new ControllerId("first"),
                "First",
                Controller.Driver.OPCUA,
                address,
                EXPECTED,
                new Access(Security.NONE, Optional.empty()),
                Map.of(),
                Map.of());
    }

    static Session open(String address) throws EquipmentException {
        return open(address, Optional.empty());
    }

    /** Like {@link #open(String)} for a controller with an update key. */
    static Session open(String address, Optional<Secret> key) throws EquipmentException {
        Controller controller = at(address);
        Connector connector = new Connector(OWN, SECRETS, controller);
        return new OpcuaSession(controller, connector.open(Deadline.in(LIMIT)), new UpdateKey(key, SECRETS));
    }
}
