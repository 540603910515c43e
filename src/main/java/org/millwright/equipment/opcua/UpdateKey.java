package org.millwright.equipment.opcua;

import java.io.IOException;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.plant.Controller.Secret;

/**
 * The key that unlocks updates of a controller, read at each use and never kept (OPC 10000-100 8.4.2.2). A server keeps
 * it for one update at the most.
 */
record UpdateKey(Optional<Secret> secret, Secrets secrets) {
    /** Tells the server, where there is a key and the server takes one. */
    void tell(SoftwareUpdate update, Deadline deadline) throws EquipmentException {
        Optional<NodeId> node = update.nodes(deadline).node(Member.UPDATE_KEY);
        if (node.isPresent() && secret.isPresent()) {
            Variant key = Variant.ofString(read(secret.get(), update));
            update.connection().write("give the update key", node.get(), key, deadline);
        }
    }

    private String read(Secret where, SoftwareUpdate update) throws EquipmentException {
        try {
            return secrets.read(where);
        } catch (IOException e) {
            throw update.connection().failures().refused("no update key: " + e.getMessage(), e);
        }
    }
}
