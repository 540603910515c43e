package org.millwright.upgrade.step;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;
import org.millwright.equipment.Order;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Scene;

/** What one attempt sends to its controller while the line stands, as fast as it goes, and how long that took. */
final class Transfer {
    private final Scene scene;
    private Duration spent = Duration.ZERO;

    Transfer(Scene scene) {
        this.scene = scene;
    }

    Duration spent() {
        return spent;
    }

    /** Into the pending slot. */
    void stage(Image image) throws EquipmentException, IOException {
        timed(() -> scene.tell(s -> s.stage(scene.fence(), image, scene.sent(image), Limits.TRANSFER)));
    }

    /** Orders the installation; where taking software is installing it, this sends it. */
    void install(Image image) throws EquipmentException, IOException {
        Order order = new Order(
                image,
                scene.plan().flash().confirmWithin(),
                scene.plan().flash().installationDelay().orElse(Duration.ZERO));
        Duration limit = scene.stagesAhead() ? Limits.REQUEST : Limits.TRANSFER;
        timed(() -> scene.tell(s -> s.install(scene.fence(), order, scene.sent(image), limit)));
    }

    private void timed(Sending sending) throws EquipmentException, IOException {
        Instant begun = scene.now();
        try {
            sending.send();
        } finally {
            spent = spent.plus(Duration.between(begun, scene.now()));
        }
    }

    private interface Sending {
        void send() throws EquipmentException, IOException;
    }
}
