package org.millwright.simulators.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.PlcRefusal;

/** Loading of a controller that takes files: FileSystemLoadingType (OPC 10000-100 8.4.6). */
final class FileSystemNodes {
    /** The one vendor code of a validation that fails. */
    private static final int NOT_INSTALLABLE = 1;

    private final Di di;
    private final Names names;
    private final FileMethods methods;
    private final Plc plc;
    private final DirectoryNodes directories;

    FileSystemNodes(Di di, FileMethods methods) {
        this.di = di;
        this.names = di.names();
        this.methods = methods;
        this.plc = methods.plc();
        this.directories = new DirectoryNodes(methods);
    }

    void addTo(Branch update) {
        Branch loading = update.object(names.name("Loading"), names.id(Di.FILE_SYSTEM_LOADING));
        SoftwareUpdateNodes.updateKey(loading, names, plc);
        directories.addTo(loading);
        loading.method(names.name("GetUpdateBehavior"), di.getUpdateBehaviorOfFiles(), (session, in) -> {
            contents(in);
            return List.of(uint(plc.updateBehavior()));
        });
        if (plc.updateSettings().offers(UpdateOption.VALIDATE_FILES)) {
            loading.method(names.name("ValidateFiles"), Di.VALIDATE_FILES, (session, in) -> {
                String flaw = plc.validateFiles(contents(in));
                return List.of(flaw.isEmpty() ? 0 : NOT_INSTALLABLE, LocalizedText.english(flaw));
            });
        }
    }

    /** The method that begins an installation here (8.4.9.5). */
    void installFiles(Branch installation) {
        installation.method(names.name("InstallFiles"), Di.FILES, (session, in) -> {
            plc.installFiles(contents(in));
            return List.of();
        });
    }

    /** Bad_NotFound for what is no file, Bad_InvalidState for a file that is being written. */
    private List<byte[]> contents(Inputs in) throws PlcRefusal {
        List<byte[]> contents = new ArrayList<>();
        for (NodeId node : in.nodeIds(0)) {
            contents.add(plc.files().content(directories.idOf(node)));
            if (methods.files().at(node).stream()
                    .anyMatch(entry -> entry.file().mode().writes())) {
                throw new PlcRefusal("Bad_InvalidState", "a file is open for writing");
            }
        }
        return contents;
    }
}
