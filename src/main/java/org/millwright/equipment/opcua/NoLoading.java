package org.millwright.equipment.opcua;

import java.io.OutputStream;
import java.util.Optional;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;
import org.millwright.equipment.Order;
import org.millwright.equipment.UpdateBehavior;
import org.millwright.plant.Software;

/** An AddIn that takes no software, for example one that only saves parameters (OPC 10000-100 8.4.1.2). */
record NoLoading(SoftwareUpdate update) implements Loading {
    @Override
    public boolean stagesAhead() {
        return false;
    }

    @Override
    public boolean fallbackSlot(Deadline deadline) {
        return false;
    }

    @Override
    public boolean givesProgramBack(Deadline deadline) {
        return false;
    }

    @Override
    public Observation.Slots slots(Observation seen, Deadline deadline) throws EquipmentException {
        return new Observation.Slots(seen.versions().current(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Override
    public void stage(Image image, RemoteFile.Progress progress, Deadline deadline) throws EquipmentException {
        throw refused();
    }

    @Override
    public UpdateBehavior behavior(Software software, Deadline deadline) throws EquipmentException {
        throw refused();
    }

    @Override
    public void install(Order order, RemoteFile.Progress progress, Deadline deadline) throws EquipmentException {
        throw refused();
    }

    @Override
    public void readProgram(OutputStream to, Deadline deadline) throws EquipmentException {
        throw refused();
    }

    private EquipmentException refused() {
        return update.connection().failures().refused("offers no way to load software");
    }
}
