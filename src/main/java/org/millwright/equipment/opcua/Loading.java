package org.millwright.equipment.opcua;

import java.io.IOException;
import java.io.OutputStream;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;
import org.millwright.equipment.Order;
import org.millwright.equipment.UpdateBehavior;
import org.millwright.plant.Software;

/** One of the ways in which a server takes software (OPC 10000-100 8.4.2): what the port asks, in that way. */
sealed interface Loading permits CachedLoading, DirectLoading, FileSystemLoading, NoLoading {
    static Loading of(SoftwareUpdate update, LoadingKind kind) {
        return switch (kind) {
            case CACHED -> new CachedLoading(update);
            case DIRECT -> new DirectLoading(update);
            case FILE_SYSTEM -> new FileSystemLoading(update);
            case NONE -> new NoLoading(update);
        };
    }

    boolean stagesAhead();

    boolean fallbackSlot(Deadline deadline) throws EquipmentException;

    boolean givesProgramBack(Deadline deadline) throws EquipmentException;

    /** Installed, staged and former software at the moment of the observation. */
    Observation.Slots slots(Observation seen, Deadline deadline) throws EquipmentException;

    void stage(Image image, RemoteFile.Progress progress, Deadline deadline) throws EquipmentException, IOException;

    UpdateBehavior behavior(Software software, Deadline deadline) throws EquipmentException;

    /** Gives the order itself; what has to be set before is set. */
    void install(Order order, RemoteFile.Progress progress, Deadline deadline) throws EquipmentException, IOException;

    void readProgram(OutputStream to, Deadline deadline) throws EquipmentException, IOException;
}
