package org.millwright.mes.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.DataTypeManager;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.jspecify.annotations.Nullable;

/** The table of {@code structures.txt}: the codec and the data type nodes are both made of it. */
public final class Structures {
    private static final Map<String, Structure> BY_NAME = read();

    private Structures() {}

    /**
     * Makes the eleven structures known, so that their values are read as the records of this package.
     *
     * @param types of a server both the static and the dynamic ones, of a client the dynamic ones
     * @param namespaces which has the namespace of job control already
     */
    public static void register(DataTypeManager types, NamespaceTable namespaces) {
        for (Structure structure : all()) {
            types.registerType(
                    local(structure.typeId(), namespaces),
                    new StructureCodec(structure),
                    local(structure.binaryEncodingId(), namespaces),
                    null,
                    null);
        }
    }

    /** The structure in a body of its binary encoding; throws UaSerializationException when it is none. */
    public static <T extends JobDataType> T decoded(EncodingContext context, Class<T> type, byte[] body) {
        NodeId encoding = local(of(type).binaryEncodingId(), context.getNamespaceTable());
        return type.cast(ExtensionObject.of(ByteString.of(body), encoding).decode(context));
    }

    static List<Structure> all() {
        return List.copyOf(BY_NAME.values());
    }

    static Structure of(Class<?> carrier) {
        return named(carrier.getSimpleName());
    }

    static Structure named(String name) {
        @Nullable Structure found = BY_NAME.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no structure is called " + name);
        }
        return found;
    }

    static boolean has(String name) {
        return BY_NAME.containsKey(name);
    }

    private static NodeId local(ExpandedNodeId id, NamespaceTable namespaces) {
        return id.toNodeId(namespaces)
                .orElseThrow(() -> new IllegalStateException("the server has no namespace " + Uris.JOB_CONTROL));
    }

    private static Map<String, Structure> read() {
        Map<String, Structure> all = new LinkedHashMap<>();
        List<String> lines = Resource.lines("structures.txt");
        for (int i = 0; i < lines.size(); i++) {
            String[] head = lines.get(i).split(" ", -1);
            if (head[0].equals("structure")) {
                int end = i + 1;
                while (end < lines.size() && !lines.get(end).startsWith("structure ")) {
                    end++;
                }
                var ids = new Structure.Ids(Long.parseLong(head[2]), Long.parseLong(head[3]));
                all.put(head[1], new Structure(head[1], ids, fields(lines.subList(i + 1, end)), carrier(head[1])));
            }
        }
        return all;
    }

    private static List<Structure.Field> fields(List<String> lines) {
        List<Structure.Field> fields = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            fields.add(field(words[0], words[1]));
        }
        return fields;
    }

    /** As the texts write a field: {@code Description? LocalizedText[]}. */
    static Structure.Field field(String name, String type) {
        return new Structure.Field(
                name.replace("?", ""), type.replace("[]", ""), name.endsWith("?"), type.endsWith("[]"));
    }

    @SuppressWarnings("unchecked") // a sealed interface permits nothing but its implementations
    private static Class<? extends JobDataType> carrier(String name) {
        return (Class<? extends JobDataType>) Arrays.stream(JobDataType.class.getPermittedSubclasses())
                .filter(type -> type.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no record is called " + name));
    }
}
