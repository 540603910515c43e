package org.millwright.equipment.opcua;

import java.util.Objects;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.millwright.equipment.opcua.probe.NodeSeen;
import org.millwright.trust.Certificates;

/** Node ids and names as text that means the same on every server: {@code i=47}, {@code di;i=135}, or with a URI. */
record NodeText(NamespaceTable namespaces) {
    String id(NodeId node) {
        String whole = node.toParseableString();
        String identifier = whole.startsWith("ns=") ? whole.substring(whole.indexOf(';') + 1) : whole;
        String uri = namespace(node.getNamespaceIndex());
        String prefix = switch (uri) {
            case NodeSeen.UA -> "";
            case NodeSeen.DI -> "di;";
            default -> uri + ";";
        };
        return Certificates.harmless(prefix + identifier);
    }

    /** Empty when the server does not tell it. */
    String namespace(UShort index) {
        return index.intValue() == 0
                ? NodeSeen.UA
                : Certificates.harmless(Objects.requireNonNullElse(namespaces.get(index), ""));
    }

    static String name(QualifiedName name) {
        return Certificates.harmless(Objects.requireNonNullElse(name.name(), ""));
    }
}
