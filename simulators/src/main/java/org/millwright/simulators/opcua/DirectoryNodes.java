package org.millwright.simulators.opcua;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.millwright.simulators.plc.FileStore;
import org.millwright.simulators.plc.FileStore.Info;
import org.millwright.simulators.plc.PlcRefusal;

/**
 * The {@code 0:FileSystem} of a controller and all that is in it (OPC 10000-20 4.3): nodes follow the controller's files,
 * which outlive them.
 */
final class DirectoryNodes {
    private static final String PREFIX = "/fs/";

    private static final Signature CREATE_DIRECTORY =
            Signature.NONE.in("DirectoryName", NodeIds.String).out("DirectoryNodeId", NodeIds.NodeId);
    private static final Signature CREATE_FILE = Signature.NONE
            .in("FileName", NodeIds.String)
            .in("RequestFileOpen", NodeIds.Boolean)
            .out("FileNodeId", NodeIds.NodeId)
            .out("FileHandle", NodeIds.UInt32);
    private static final Signature DELETE = Signature.NONE.in("ObjectToDelete", NodeIds.NodeId);
    private static final Signature MOVE_OR_COPY = Signature.NONE
            .in("ObjectToMoveOrCopy", NodeIds.NodeId)
            .in("TargetDirectory", NodeIds.NodeId)
            .in("CreateCopy", NodeIds.Boolean)
            .in("NewName", NodeIds.String)
            .out("NewNodeId", NodeIds.NodeId);

    private final FileMethods methods;
    private NodeId root = NodeId.NULL_VALUE;

    DirectoryNodes(FileMethods methods) {
        this.methods = methods;
    }

    private FileStore store() {
        return methods.plc().files();
    }

    void addTo(Branch loading) {
        Branch directory = loading.object(ua("FileSystem"), NodeIds.FileDirectoryType);
        root = directory.id();
        directoryMethods(directory);
        store().all().forEach(info -> add(directory, info));
    }

    private static QualifiedName ua(String name) {
        return Names.UA.name(name);
    }

    /** The file or directory of a node. Bad_NotFound when it is none. */
    long idOf(NodeId node) throws PlcRefusal {
        if (node.equals(root)) {
            return FileStore.ROOT;
        }
        if (node.getNamespaceIndex().equals(root.getNamespaceIndex())
                && node.getIdentifier() instanceof String text
                && text.matches(PREFIX + "[0-9]{1,18}")) {
            return Long.parseLong(text.substring(PREFIX.length()));
        }
        throw new PlcRefusal("Bad_NotFound", "that is no file");
    }

    private NodeId nodeOf(long id) {
        return id == FileStore.ROOT ? root : new NodeId(root.getNamespaceIndex(), PREFIX + id);
    }

    /** Adds one node; the directory that it is in has to be there. */
    private Branch add(Branch anyNode, Info info) {
        NodeId type = info.isDirectory() ? NodeIds.FileDirectoryType : NodeIds.FileType;
        Names names = new Names(root.getNamespaceIndex());
        Branch node = new Branch(anyNode.context(), nodeOf(info.parent()))
                .object(nodeOf(info.id()), names.name(info.name()), type, NodeIds.Organizes);
        if (info.isDirectory()) {
            directoryMethods(node);
        } else {
            new StoredFile(info.id(), node, methods).fill();
        }
        return node;
    }

    private void directoryMethods(Branch directory) {
        directory.method(ua("CreateDirectory"), CREATE_DIRECTORY, (session, in) -> {
            Info made = store().create(idOf(directory.id()), in.string(0), true);
            return List.of(add(directory, made).id());
        });
        directory.method(ua("CreateFile"), CREATE_FILE, (session, in) -> {
            Info made = store().create(idOf(directory.id()), in.string(0), false);
            Branch node = add(directory, made);
            UInteger handle = UInteger.MIN;
            if (in.flag(1)) {
                handle = new StoredFile(made.id(), node, methods).open(session, StoredFile.READ_AND_WRITE);
            }
            return List.of(node.id(), handle);
        });
        directory.method(ua("Delete"), DELETE, (session, in) -> {
            delete(directory, in.nodeId(0));
            return List.of();
        });
        directory.method(ua("MoveOrCopy"), MOVE_OR_COPY, (session, in) -> {
            return List.of(moveOrCopy(directory, in));
        });
    }

    private void delete(Branch anyNode, NodeId node) throws PlcRefusal {
        long id = idOf(node);
        List<Info> doomed = closedBelow(id);
        store().delete(id);
        remove(anyNode, doomed);
    }

    private NodeId moveOrCopy(Branch anyNode, Inputs in) throws PlcRefusal {
        long id = idOf(in.nodeId(0));
        boolean copy = in.flag(2);
        List<Info> before = closedBelow(id);
        Info placed = store().place(id, idOf(in.nodeId(1)), copy, in.string(3));
        if (!copy) {
            remove(anyNode, before);
        }
        for (Info info : store().withAllBelow(placed.id())) {
            add(anyNode, info);
        }
        return nodeOf(placed.id());
    }

    /** Bad_InvalidState when one of the files is open. */
    private List<Info> closedBelow(long id) throws PlcRefusal {
        List<Info> all = store().withAllBelow(id);
        for (Info info : all) {
            if (!methods.files().at(nodeOf(info.id())).isEmpty()) {
                throw new PlcRefusal("Bad_InvalidState", "'%s' is open".formatted(info.name()));
            }
        }
        return all;
    }

    private void remove(Branch anyNode, List<Info> infos) {
        infos.reversed().forEach(info -> new Branch(anyNode.context(), nodeOf(info.id())).delete());
    }
}
