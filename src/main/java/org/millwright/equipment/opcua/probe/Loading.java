package org.millwright.equipment.opcua.probe;

import java.util.Arrays;
import java.util.Optional;

/** How a server takes software (OPC 10000-100 8.4.4 to 8.4.6). */
public enum Loading {
    DIRECT("di;i=153"),
    CACHED("di;i=171"),
    FILE_SYSTEM("di;i=192"),
    /** There is a Loading, of a type that says nothing. */
    UNKNOWN(""),
    NONE("");

    private final String type;

    Loading(String type) {
        this.type = type;
    }

    static Loading of(NodeSeen addIn) {
        Optional<NodeSeen> loading = addIn.at("Loading");
        if (loading.isEmpty()) {
            return NONE;
        }
        NodeSeen seen = loading.get();
        return Arrays.stream(values())
                .filter(kind -> !kind.type.isEmpty() && seen.isOf(kind.type))
                .findFirst()
                .orElseGet(() -> ofMembers(seen));
    }

    private static Loading ofMembers(NodeSeen seen) {
        if (seen.has("FileSystem")) {
            return FILE_SYSTEM;
        }
        if (seen.has("PendingVersion")) {
            return CACHED;
        }
        return seen.has("FileTransfer") ? DIRECT : UNKNOWN;
    }

    boolean typed(NodeSeen addIn) {
        return !type.isEmpty() && addIn.at("Loading").filter(l -> l.isOf(type)).isPresent();
    }
}
