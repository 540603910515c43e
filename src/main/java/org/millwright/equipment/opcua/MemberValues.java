package org.millwright.equipment.opcua;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.millwright.equipment.EquipmentException;

/** Values of AddIn members, all of one moment. What is absent, unreadable or of another type counts as not told. */
final class MemberValues {
    /** Longer texts are cut: they are for people. */
    private static final int LONGEST_TEXT = 1_000;

    private final Map<Member, Object> values;

    private MemberValues(Map<Member, Object> values) {
        this.values = values;
    }

    /** Reads those of the members that the server has, in one request. */
    static MemberValues read(Connection connection, SoftwareUpdateNodes nodes, List<Member> wanted, Deadline deadline)
            throws EquipmentException {
        List<Member> present = wanted.stream().filter(nodes::has).toList();
        List<NodeId> ids =
                present.stream().flatMap(member -> nodes.node(member).stream()).toList();
        Map<Member, Object> values = new EnumMap<>(Member.class);
        if (!ids.isEmpty()) {
            List<DataValue> read = connection.read("read the update state", ids, deadline);
            for (int i = 0; i < ids.size(); i++) {
                Object value = read.get(i).value().value();
                if (value != null && !read.get(i).statusCode().isBad()) {
                    values.put(present.get(i), value);
                }
            }
        }
        return new MemberValues(values);
    }

    /** Empty when it is not told. */
    String text(Member member) {
        String text = switch (values.get(member)) {
            case String string -> string;
            case LocalizedText localized when localized.text() != null -> localized.text();
            case null, default -> "";
        };
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    OptionalLong number(Member member) {
        return values.get(member) instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }

    Optional<NodeId> node(Member member) {
        return values.get(member) instanceof NodeId node ? Optional.of(node) : Optional.empty();
    }

    /** Empty when it is not told or has no bytes. */
    byte[] bytes(Member member) {
        return values.get(member) instanceof ByteString bytes ? bytes.bytesOrEmpty() : new byte[0];
    }

    String[] texts(Member member) {
        return values.get(member) instanceof String[] texts
                ? Arrays.stream(texts).map(text -> text == null ? "" : text).toArray(String[]::new)
                : new String[0];
    }
}
