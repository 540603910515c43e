package org.millwright.equipment.opcua;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;

/** How a server takes software, by the number of its type in the DI namespace (OPC 10000-100 8.4.2). */
enum LoadingKind {
    DIRECT(153),
    CACHED(171),
    FILE_SYSTEM(192),
    /** The AddIn offers no way to install anything (8.4.1.2). */
    NONE(0);

    private final int type;

    LoadingKind(int type) {
        this.type = type;
    }

    static Optional<LoadingKind> ofType(NodeId node, UShort di) {
        return Arrays.stream(values())
                .filter(kind -> kind != NONE && new NodeId(di, kind.type).equals(node))
                .findFirst();
    }

    /** For a server whose Loading has a type that says nothing. */
    static LoadingKind ofMembers(Set<Member> members) {
        if (members.contains(Member.FILE_SYSTEM)) {
            return FILE_SYSTEM;
        }
        if (members.contains(Member.PENDING_REVISION)) {
            return CACHED;
        }
        return members.contains(Member.TRANSFER_WRITE) ? DIRECT : NONE;
    }
}
