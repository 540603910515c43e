package org.millwright.mes.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.model.objects.BaseEventTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.nodes.factories.NodeFactory;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/** The types of job control in a server, and the lines that have them. */
public final class JobModel implements AutoCloseable {
    /** What of OPC 10031-4 is claimed by a URI that its pages tell. */
    static final String RECEIVER_PROFILE = "http://opcfoundation.org/UA-Profile/ISA-95/Server/JobOrderReceiverV2";

    private static final String EVENT_TYPE = "W:1004";

    private final OpcUaServer server;
    private final Names names;
    private final Map<String, JobNamespace> namespaces = new HashMap<>();
    private final Map<String, Declaration> types = new HashMap<>();

    private JobModel(OpcUaServer server) {
        this.server = server;
        this.names = new Names(server.getNamespaceTable(), Names.MILLWRIGHT);
        Names.PREFIXES.forEach(prefix -> namespaces.put(prefix, new JobNamespace(server, Names.uri(prefix))));
    }

    /** Adds namespaces, types and codecs to a server that has no clients yet. Once a server. */
    public static JobModel addTo(OpcUaServer server) {
        JobModel model = new JobModel(server);
        Structures.register(server.getStaticDataTypeManager(), server.getNamespaceTable());
        Structures.register(server.getDynamicDataTypeManager(), server.getNamespaceTable());
        DataTypeNodes.addStructures(model.nodes(Names.JOB_CONTROL));
        model.addTypes(Names.JOB_CONTROL, "job-control.txt");
        model.addTypes(Names.MACHINERY_JOBS, "machinery-jobs.txt");
        model.addTypes(Names.MILLWRIGHT, "millwright.txt");
        Names.PREFIXES.forEach(prefix -> model.namespace(prefix).startup());
        server.updateReferenceTypeTree();
        server.updateDataTypeTree();
        NodeId event = model.names.id(EVENT_TYPE);
        server.getObjectTypeManager().registerObjectType(event, BaseEventTypeNode.class, BaseEventTypeNode::new);
        NodeFactory.invalidateCachedIdh(event); // shared by all servers of a process, whatever their namespaces
        model.claimProfile();
        return model;
    }

    /**
     * Adds a line below Objects, its methods refusing and its variables waiting for their first values.
     *
     * @param line unique, without slashes; the first part of all its node ids
     */
    public LineNodes addLine(String line) {
        return new LineNodes(nodes(Names.MILLWRIGHT), types, line);
    }

    /** Takes the namespaces out of the server again. */
    @Override
    public void close() {
        Names.PREFIXES.reversed().forEach(prefix -> namespace(prefix).shutdown());
    }

    private void addTypes(String prefix, String resource) {
        List<Declaration> declarations = Declaration.read(resource);
        declarations.stream()
                .filter(one -> one.kind().equals("type"))
                .forEach(type -> types.put(prefix + ":" + type.id(), type));
        TypeNodes.add(nodes(prefix), declarations);
    }

    private void claimProfile() {
        UaVariableNode profiles = (UaVariableNode) server.getAddressSpaceManager()
                .getManagedNode(NodeIds.Server_ServerCapabilities_ServerProfileArray)
                .orElseThrow();
        List<String> all = new ArrayList<>();
        if (profiles.getValue().getValue().getValue() instanceof String[] before) {
            all.addAll(Arrays.asList(before));
        }
        all.add(RECEIVER_PROFILE);
        profiles.setValue(new DataValue(Variant.ofStringArray(all.toArray(String[]::new))));
    }

    private Nodes nodes(String prefix) {
        return namespace(prefix).nodes(names.seenFrom(prefix));
    }

    private JobNamespace namespace(String prefix) {
        return Objects.requireNonNull(namespaces.get(prefix));
    }
}
