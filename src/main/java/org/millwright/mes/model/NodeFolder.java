package org.millwright.mes.model;

import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.millwright.mes.model.Nodes.Place;
import org.millwright.mes.model.Nodes.VariableKind;

/** A folder of values that a client may watch; ids are the path from the line, names are in our own namespace. */
public final class NodeFolder {
    private final Nodes nodes;
    private final String path;

    private NodeFolder(Nodes nodes, String path) {
        this.nodes = nodes;
        this.path = path;
    }

    static NodeFolder below(Nodes nodes, String parent, String name) {
        String path = parent + "/" + name;
        nodes.object(
                new Place(
                        id(nodes, path),
                        nodes.names().name(Names.MILLWRIGHT + ":" + name),
                        id(nodes, parent),
                        NodeIds.Organizes),
                NodeIds.FolderType);
        return new NodeFolder(nodes, path);
    }

    /** A folder below this one; each name once. */
    public NodeFolder folder(String name) {
        return below(nodes, path, name);
    }

    /**
     * A read-only variable; until it is set its status says that it waits for its first value.
     *
     * @param dataType the name of a built-in type, as {@code Double}; with {@code []} for an array
     */
    public NodeValue value(String name, String dataType) {
        NodeId id = id(nodes, path + "/" + name);
        return new NodeValue(nodes.variable(
                new Place(id, nodes.names().name(Names.MILLWRIGHT + ":" + name), id(nodes, path), NodeIds.HasComponent),
                VariableKind.COMPONENT,
                dataType));
    }

    private static NodeId id(Nodes nodes, String path) {
        return nodes.names().textual(path);
    }
}
