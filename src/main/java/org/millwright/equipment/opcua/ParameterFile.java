package org.millwright.equipment.opcua;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;

/** The controller's parameters as one file (OPC 10000-100 8.4.1.7). No hash proves it: one call a request. */
final class ParameterFile {
    /** What the standard wants for a parameter file. */
    private static final Variant NO_OPTIONS = Variant.NULL_VALUE;

    private final SoftwareUpdate update;
    private final Deadline deadline;

    ParameterFile(SoftwareUpdate update, Deadline deadline) {
        this.update = update;
        this.deadline = deadline;
    }

    void read(OutputStream to) throws EquipmentException, IOException {
        try (TemporaryFile file = TemporaryFile.forRead(update.connection(), transfer(), NO_OPTIONS, deadline)) {
            file.readTo(to);
        }
    }

    void restore(InputStream from) throws EquipmentException, IOException {
        MemberValues told = update.read(deadline, Member.PARAMETERS_TIMEOUT);
        Pace.Wish wish = new Pace.Wish(
                OptionalLong.empty(),
                Image.UNLIMITED,
                told.duration(Member.PARAMETERS_TIMEOUT),
                Optional.empty(),
                false);
        try (TemporaryFile file = TemporaryFile.forWrite(update.connection(), transfer(), NO_OPTIONS, deadline)) {
            file.send(new Blocks(from), wish, _ -> {});
            file.commit();
        }
    }

    private TemporaryFile.Transfer transfer() throws EquipmentException {
        return new TemporaryFile.Transfer(
                update.need(Member.PARAMETERS, deadline),
                update.need(Member.PARAMETERS_READ, deadline),
                update.need(Member.PARAMETERS_WRITE, deadline),
                update.need(Member.PARAMETERS_COMMIT, deadline),
                update.nodes(deadline).node(Member.STATUS_TEXT));
    }
}
