package org.millwright.equipment.opcua;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Session;
import org.millwright.plant.Controller;

/**
 * Speaks to controllers whose server has the {@code DI:SoftwareUpdate} AddIn of OPC 10000-100.
 *
 * <p>OPC UA carries no fence; give it out through {@link org.millwright.equipment.FencedEquipment} only.
 */
public final class OpcuaEquipment implements Equipment {
    private final OwnCertificate own;
    private final Secrets secrets;

    /**
     * Uses Millwright's own certificate in a folder; makes folder and certificate when there are none.
     *
     * @param environment where passwords are looked up that plant.yaml refers to by the name of a variable
     * @throws IOException when the certificate can be neither read nor made
     */
    public OpcuaEquipment(Path folder, Map<String, String> environment) throws IOException {
        this.own = OwnCertificate.in(folder);
        this.secrets = new Secrets(Map.copyOf(environment));
    }

    @Override
    public Session open(Controller controller, Duration limit) throws EquipmentException {
        Connector connector = new Connector(own, secrets, controller);
        return new OpcuaSession(controller, connector.open(Deadline.in(limit)), key(controller));
    }

    /** Of controllers that demand one before each update; plant.yaml has no place for it yet. */
    private UpdateKey key(Controller controller) {
        return new UpdateKey(Optional.empty(), secrets);
    }
}
