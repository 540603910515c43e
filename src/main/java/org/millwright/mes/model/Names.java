package org.millwright.mes.model;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.util.Namespaces;
import org.jspecify.annotations.Nullable;

/** What the ids and names of the texts are on one server, seen from one of the namespaces. */
final class Names {
    static final String JOB_CONTROL = "J";
    static final String MACHINERY_JOBS = "MJ";
    static final String MILLWRIGHT = "W";

    /** The order in which a server learns them. */
    static final List<String> PREFIXES = List.of(JOB_CONTROL, MACHINERY_JOBS, MILLWRIGHT);

    private static final Map<String, String> URIS = Map.of(
            "0",
            Namespaces.OPC_UA,
            JOB_CONTROL,
            Uris.JOB_CONTROL,
            MACHINERY_JOBS,
            Uris.MACHINERY_JOBS,
            MILLWRIGHT,
            Uris.MILLWRIGHT);
    private static final Map<String, NodeId> CORE = Map.of(
            "EUInformation", NodeIds.EUInformation,
            "RelativePath", NodeIds.RelativePath,
            "DecimalString", NodeIds.DecimalString);
    private static final String ISA95 = "ISA95";
    private static final Map<String, String> MACHINERY_TYPES = Declaration.read("machinery-jobs.txt").stream()
            .filter(one -> !one.kind().equals("type"))
            .collect(Collectors.toMap(Declaration::name, Declaration::id));

    private final NamespaceTable table;
    private final String home;

    Names(NamespaceTable table, String home) {
        this.table = table;
        this.home = home;
    }

    static String uri(String prefix) {
        @Nullable String uri = URIS.get(prefix);
        if (uri == null) {
            throw new IllegalArgumentException("no namespace is called " + prefix);
        }
        return uri;
    }

    Names seenFrom(String prefix) {
        return new Names(table, prefix);
    }

    String home() {
        return home;
    }

    /** As {@code 7001} or {@code J:1002}. */
    NodeId id(String text) {
        return new NodeId(index(text), uint(Long.parseLong(withoutPrefix(text))));
    }

    /** As {@code Store} or {@code 0:CurrentState}. */
    QualifiedName name(String text) {
        return new QualifiedName(index(text), withoutPrefix(text));
    }

    /** An id with a text of its own, in the namespace one looks from. */
    NodeId textual(String identifier) {
        return new NodeId(index(""), identifier);
    }

    /** By its name without {@code []}; structures of job control with or without ISA95. */
    NodeId dataType(String name) {
        String plain = name.startsWith(ISA95) ? name.substring(ISA95.length()) : name;
        @Nullable NodeId core = CORE.get(name);
        @Nullable String machinery = MACHINERY_TYPES.get(name);
        if (core != null) {
            return core;
        } else if (Structures.has(plain)) {
            return local(Structures.named(plain).typeId());
        } else if (machinery != null) {
            return seenFrom(MACHINERY_JOBS).id(machinery);
        }
        return Arrays.stream(OpcUaDataType.values())
                .filter(type -> type.name().equals(name))
                .findFirst()
                .map(OpcUaDataType::getNodeId)
                .orElseThrow(() -> new IllegalArgumentException("no data type is called " + name));
    }

    NodeId local(ExpandedNodeId id) {
        return id.toNodeId(table).orElseThrow(() -> new IllegalStateException("not of this server: " + id));
    }

    private UShort index(String text) {
        int colon = text.indexOf(':');
        @Nullable UShort index = table.getIndex(uri(colon < 0 ? home : text.substring(0, colon)));
        if (index == null) {
            throw new IllegalStateException("the server does not have the namespace of " + text);
        }
        return index;
    }

    private static String withoutPrefix(String text) {
        return text.substring(text.indexOf(':') + 1);
    }
}
