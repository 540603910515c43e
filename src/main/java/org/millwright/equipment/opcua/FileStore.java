package org.millwright.equipment.opcua;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.opcua.RemoteFile.Mode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The packages of one product in the directory of a FileSystemLoading (OPC 10000-20 4.3). Other files are left alone. */
final class FileStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileStore.class);

    private final SoftwareUpdate update;
    private final Connection connection;
    private final String product;
    private final Deadline deadline;

    FileStore(SoftwareUpdate update, String product, Deadline deadline) {
        this.update = update;
        this.connection = update.connection();
        this.product = product;
        this.deadline = deadline;
    }

    /** A file as it is listed. */
    record Listed(NodeId node, PackageName name, boolean complete) {}

    /** As the directory is now. */
    List<Listed> list() throws EquipmentException {
        NodeId directory = update.need(Member.FILE_SYSTEM, deadline);
        List<Listed> listed = new ArrayList<>();
        for (Browser.Child child : new Browser(connection, deadline)
                .objectsBelow(List.of(directory), NodeIds.HierarchicalReferences)
                .getFirst()) {
            String name = Objects.requireNonNullElse(child.name().name(), "");
            PackageName.of(name, product)
                    .ifPresent(ours -> listed.add(new Listed(child.node(), ours, !PackageName.isPart(name))));
        }
        return listed.stream().distinct().toList();
    }

    /** Bytes; empty when the server does not tell. */
    Optional<Long> size(NodeId file) throws EquipmentException {
        return property(file, "Size") instanceof ULong size ? Optional.of(size.longValue()) : Optional.empty();
    }

    /** In the server's time; empty when the server does not tell. */
    Optional<DateTime> lastModified(NodeId file) throws EquipmentException {
        return property(file, "LastModifiedTime") instanceof DateTime time ? Optional.of(time) : Optional.empty();
    }

    private Object property(NodeId file, String name) throws EquipmentException {
        Optional<NodeId> node = new Browser(connection, deadline)
                .follow(List.of(new Browser.Path(file, List.of(new QualifiedName(0, name)))))
                .getFirst();
        if (node.isEmpty()) {
            return "";
        }
        DataValue read = connection
                .read("read about the file", List.of(node.get()), deadline)
                .getFirst();
        Object value = read.value().value();
        return read.statusCode().isBad() || value == null ? "" : value;
    }

    /** Makes a file and opens it for writing. */
    RemoteFile create(String name) throws EquipmentException {
        List<Variant> outputs = update.call(
                "create " + name,
                Member.FILE_SYSTEM,
                Member.CREATE_FILE,
                deadline,
                Variant.ofString(name),
                Variant.ofBoolean(true));
        Object node = outputs.isEmpty() ? null : outputs.getFirst().value();
        if (!(node instanceof NodeId file) || file.isNull()) {
            throw connection.failures().nonsense("creates a file without a name");
        }
        Object handle = outputs.size() > 1 ? outputs.get(1).value() : null;
        return handle instanceof UInteger given && given.longValue() != 0
                ? RemoteFile.of(connection, file, given, deadline)
                : RemoteFile.open(connection, file, Mode.OVERWRITE, deadline);
    }

    RemoteFile open(NodeId file) throws EquipmentException {
        return RemoteFile.open(connection, file, Mode.READ, deadline);
    }

    /** Once more, when it is open for reading already. */
    RemoteFile reopen(NodeId file) throws EquipmentException {
        return RemoteFile.reopen(connection, file, deadline);
    }

    void rename(NodeId file, String name) throws EquipmentException {
        var _ = update.call(
                "name the file " + name,
                Member.FILE_SYSTEM,
                Member.MOVE_FILE,
                deadline,
                new Variant(file),
                new Variant(update.need(Member.FILE_SYSTEM, deadline)),
                Variant.ofBoolean(false),
                Variant.ofString(name));
    }

    void delete(NodeId file) throws EquipmentException {
        var _ = update.call("delete a file", Member.FILE_SYSTEM, Member.DELETE_FILE, deadline, new Variant(file));
    }

    /** For what is in nobody's way when it stays, and goes before the next package comes. */
    void tryToDelete(NodeId file) {
        try {
            delete(file);
        } catch (EquipmentException e) {
            LOG.debug("a file of ours stays on the controller", e);
        }
    }
}
