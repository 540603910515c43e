package org.millwright.equipment.opcua;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;
import org.millwright.equipment.Order;
import org.millwright.equipment.UpdateBehavior;
import org.millwright.equipment.opcua.Versions.Place;
import org.millwright.plant.Software;

/**
 * Taking software is installing it (OPC 10000-100 8.4.4): what breaks off leaves a controller without software, so
 * nothing here is tried for speed's sake.
 */
record DirectLoading(SoftwareUpdate update) implements Loading {
    @Override
    public boolean stagesAhead() {
        return false;
    }

    @Override
    public boolean fallbackSlot(Deadline deadline) {
        return false;
    }

    @Override
    public boolean givesProgramBack(Deadline deadline) throws EquipmentException {
        return new PackageTransfer(update, deadline).givesProgramBack();
    }

    @Override
    public Observation.Slots slots(Observation seen, Deadline deadline) throws EquipmentException {
        Versions versions = seen.versions();
        return new Observation.Slots(
                versions.current(), versions.hash(Place.CURRENT), Optional.empty(), Optional.empty());
    }

    @Override
    public void stage(Image image, RemoteFile.Progress progress, Deadline deadline) throws EquipmentException {
        throw update.connection().failures().refused("takes no software ahead: taking it is installing it");
    }

    @Override
    public UpdateBehavior behavior(Software software, Deadline deadline) throws EquipmentException {
        if (!update.known().has(Member.UPDATE_BEHAVIOR)) {
            return BehaviorBits.untold(update, deadline);
        }
        MemberValues told = update.read(deadline, Member.UPDATE_BEHAVIOR);
        return BehaviorBits.of(
                update,
                told.number(Member.UPDATE_BEHAVIOR).isPresent()
                        ? told.number(Member.UPDATE_BEHAVIOR).getAsLong()
                        : null);
    }

    @Override
    public void install(Order order, RemoteFile.Progress progress, Deadline deadline)
            throws EquipmentException, IOException {
        Software current = update.observe(deadline).versions().current();
        if (!order.image().software().sameProduct(current)) {
            throw update.connection()
                    .failures()
                    .refused("takes packages for %s, not for %s"
                            .formatted(current.productCode(), order.image().software()));
        }
        new PackageTransfer(update, deadline).send(order.image(), PackageTransfer.Version.CURRENT, false, progress);
    }

    @Override
    public void readProgram(OutputStream to, Deadline deadline) throws EquipmentException, IOException {
        new PackageTransfer(update, deadline).readProgram(to);
    }
}
