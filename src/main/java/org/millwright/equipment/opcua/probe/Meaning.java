package org.millwright.equipment.opcua.probe;

import java.util.ArrayList;
import java.util.List;

/** What the options of an AddIn mean for an upgrade of the line. */
record Meaning(NodeSeen addIn, Loading loading) {

    List<String> sentences() {
        List<String> all = new ArrayList<>();
        all.add(staging());
        all.add(wayBack());
        all.add(
                addIn.has("Loading/FileTransfer/GenerateFileForRead")
                        ? "The installed program may be readable; only asking shows it, which a probe does not."
                        : "The installed program cannot be read as one package.");
        all.add(
                addIn.has("PrepareForUpdate")
                        ? "The controller has to be prepared before it installs; it stops then."
                        : "The controller needs no preparation.");
        all.add(
                addIn.has("Confirmation")
                        ? "Millwright confirms the new software after the restart; without that the controller goes back"
                                + " by itself."
                        : "Nobody confirms: what is installed stays, also when it does not work.");
        all.add(
                addIn.has("PowerCycle")
                        ? "An installation may wait for a person who cuts the power."
                        : "No person is needed at the controller.");
        all.add(
                addIn.has("Parameters")
                        ? "Parameters are saved before an update that loses them, and written back."
                        : "Parameters cannot be saved as one file.");
        if (addIn.has("Loading/UpdateKey")) {
            all.add("An update may need a key: update-key of the controller in plant.yaml.");
        }
        return List.copyOf(all);
    }

    private String staging() {
        return switch (loading) {
            case CACHED -> "Software is sent ahead, while the line produces.";
            case FILE_SYSTEM -> "Software is sent ahead as files, while the line produces.";
            case DIRECT -> "Sending software is installing it: the line stands still during the transfer.";
            case UNKNOWN, NONE -> "No software can be installed.";
        };
    }

    private String wayBack() {
        if (!addIn.has("Loading/FallbackVersion")) {
            return "The way back is another transfer of the former package.";
        }
        return addIn.text("Loading/FallbackVersion/SoftwareRevision").isBlank()
                ? "The former software is kept for the way back; there is none at the moment."
                : "The former software is kept for the way back.";
    }
}
