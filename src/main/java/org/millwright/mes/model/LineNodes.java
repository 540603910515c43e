package org.millwright.mes.model;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.milo.opcua.sdk.server.methods.MethodInvocationHandler;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.millwright.mes.model.Nodes.MethodIds;
import org.millwright.mes.model.Nodes.Place;
import org.millwright.mes.model.Nodes.VariableKind;

/**
 * What a line shows: JobManagement with its control and its results, the flat SimpleJobs, and folders of live values. A
 * node's id is its path from the line, as {@code line7/JobManagement/JobOrderControl/Store}.
 */
public final class LineNodes {
    private static final String JOB_MANAGEMENT = "JobManagement";
    private static final int SUBSCRIBE_TO_EVENTS = 1;

    private final Nodes nodes;
    private final String line;
    private final Map<String, UaMethodNode> methods = new HashMap<>();
    private final Map<String, NodeValue> values = new HashMap<>();
    private final EventNodes events;

    LineNodes(Nodes nodes, Map<String, Declaration> types, String line) {
        this.nodes = nodes;
        this.line = line;
        addObjects();
        for (LinePart part : LinePart.values()) {
            for (String type : part.types()) {
                addMembers(part, type, Objects.requireNonNull(types.get(type)));
            }
        }
        addCurrentState();
        events = new EventNodes(nodes, id(LinePart.RESULTS.path()));
    }

    /** Gives a method its behaviour; before that a call ends with Bad_NotImplemented. */
    public void handle(LineMethod method, MethodInvocationHandler handler) {
        method(method).setInvocationHandler(handler);
    }

    /** For what the library offers beside calls, as a filter of UserExecutable. */
    public UaMethodNode method(LineMethod method) {
        return Objects.requireNonNull(methods.get(method.part().path() + "/" + method.browseName()));
    }

    public NodeValue value(LineVariable variable) {
        return Objects.requireNonNull(values.get(variable.part().path() + "/" + variable.browseName()));
    }

    /** A folder right below the line; each name once. */
    public NodeFolder folder(String name) {
        return NodeFolder.below(nodes, line, name);
    }

    /** Tells the subscribers of the Server, of the line, its JobManagement and its JobOrderResults. Any thread. */
    public void fire(JobEvent event) {
        events.fire(event);
    }

    private void addObjects() {
        Names names = nodes.names();
        UaObjectNode root = nodes.object(
                new Place(
                        names.textual(line),
                        names.name(Names.MILLWRIGHT + ":" + line),
                        NodeIds.ObjectsFolder,
                        NodeIds.Organizes),
                NodeIds.FolderType);
        UaObjectNode management =
                object(JOB_MANAGEMENT, names.name("MJ:JobManagement"), NodeIds.HasAddIn, names.id("MJ:1003"));
        var _ = object(
                LinePart.CONTROL.path(), names.name("MJ:JobOrderControl"), NodeIds.HasComponent, names.id("W:1003"));
        UaObjectNode results = object(
                LinePart.RESULTS.path(), names.name("MJ:JobOrderResults"), NodeIds.HasComponent, names.id("J:1003"));
        var _ = object(LinePart.SIMPLE.path(), names.name("W:SimpleJobs"), NodeIds.HasComponent, names.id("W:1005"));
        notifies(NodeIds.Server, root);
        notifies(root.getNodeId(), management);
        notifies(management.getNodeId(), results);
    }

    private UaObjectNode object(
            String path,
            org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName name,
            NodeId reference,
            NodeId type) {
        String parent = path.contains("/") ? line + "/" + path.substring(0, path.lastIndexOf('/')) : line;
        return nodes.object(new Place(id(path), name, nodes.names().textual(parent), reference), type);
    }

    private void notifies(NodeId above, UaObjectNode notifier) {
        notifier.setEventNotifier(ubyte(SUBSCRIBE_TO_EVENTS));
        nodes.link(above, NodeIds.HasNotifier, notifier.getNodeId());
    }

    /** What a type declares with a rule of being there; its states and machines stay with the type. */
    private void addMembers(LinePart part, String typeId, Declaration type) {
        String home = typeId.substring(0, typeId.indexOf(':'));
        var named = new Nodes(nodes.context(), nodes.names().seenFrom(home));
        for (Declaration member : type.parts()) {
            String path = part.path() + "/" + member.name();
            switch (member.kind()) {
                case "method" ->
                    methods.put(
                            path,
                            named.method(
                                    id(part.path()),
                                    new MethodIds(
                                            id(path), id(path + "/InputArguments"), id(path + "/OutputArguments")),
                                    member));
                case "variable", "property" -> values.put(path, variable(named, part, member));
                default -> {} // states, transitions, machines
            }
        }
    }

    private NodeValue variable(Nodes named, LinePart part, Declaration member) {
        VariableKind kind = VariableKind.of(member.kind());
        var place = new Place(
                id(part.path() + "/" + member.name()),
                named.names().name(member.name()),
                id(part.path()),
                kind.referenceType());
        return new NodeValue(named.variable(place, kind, member.words().get(2)));
    }

    /** Mandatory by the base type; there is no single state, since each job order has its own. */
    private void addCurrentState() {
        String path = LinePart.CONTROL.path() + "/CurrentState";
        var place = new Place(
                id(path), nodes.names().name("0:CurrentState"), id(LinePart.CONTROL.path()), NodeIds.HasComponent);
        new NodeValue(nodes.variable(place, VariableKind.STATE, "LocalizedText")).none(StatusCodes.Bad_StateNotActive);
        var inner = new Place(id(path + "/Id"), nodes.names().name("0:Id"), id(path), NodeIds.HasProperty);
        new NodeValue(nodes.variable(inner, VariableKind.PROPERTY, "NodeId")).none(StatusCodes.Bad_StateNotActive);
    }

    private NodeId id(String path) {
        return nodes.names().textual(line + "/" + path);
    }
}
