package org.millwright.equipment.opcua;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.jspecify.annotations.Nullable;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;

/** Values of AddIn members, all of one moment. What is absent, unreadable or of another type counts as not told. */
final class MemberValues {
    /** Longer texts are cut: they are for people. */
    private static final int LONGEST_TEXT = 1_000;

    /** More patches than this are nonsense. */
    private static final int MOST_TEXTS = 1_000;

    private final Map<Member, Object> values;
    private final Set<Member> answered;

    private MemberValues(Map<Member, Object> values, Set<Member> answered) {
        this.values = values;
        this.answered = answered;
    }

    /** Reads those of the members that the server has, in one request. */
    static MemberValues read(Connection connection, SoftwareUpdateNodes nodes, List<Member> wanted, Deadline deadline)
            throws EquipmentException {
        List<Member> present = wanted.stream().filter(nodes::has).toList();
        List<NodeId> ids =
                present.stream().flatMap(member -> nodes.node(member).stream()).toList();
        Map<Member, Object> values = new EnumMap<>(Member.class);
        Set<Member> answered = EnumSet.noneOf(Member.class);
        List<DataValue> read = ids.isEmpty() ? List.of() : connection.read("read the update state", ids, deadline);
        for (int i = 0; i < ids.size(); i++) {
            if (!read.get(i).statusCode().isBad()) {
                answered.add(present.get(i));
                Object value = read.get(i).value().value();
                if (value != null) {
                    values.put(present.get(i), value);
                }
            }
        }
        return new MemberValues(values, answered);
    }

    /** Whether the server has it and gives a value, be it an empty one. */
    boolean answered(Member member) {
        return answered.contains(member);
    }

    /** Words that a server gives for a failure, with a colon before them; empty when it gives none. */
    static String reason(Connection connection, NodeId node, Deadline deadline) throws EquipmentException {
        DataValue read =
                connection.read("read the reason", List.of(node), deadline).getFirst();
        String text = read.statusCode().isBad() ? "" : text(read.value().value());
        return text.isBlank() ? "" : ": " + text;
    }

    /** Empty when it is not told. */
    String text(Member member) {
        return text(values.get(member));
    }

    static String text(@Nullable Object value) {
        String text = switch (value) {
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

    Optional<Boolean> flag(Member member) {
        return values.get(member) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
    }

    /** A Duration, which is a Double of milliseconds; empty when it is not told or no length of time. */
    Optional<Duration> duration(Member member) {
        return duration(values.get(member));
    }

    static Optional<Duration> duration(@Nullable Object value) {
        return value instanceof Double ms && ms > 0 && ms < Integer.MAX_VALUE
                ? Optional.of(Duration.ofNanos((long) (ms * 1_000_000)))
                : Optional.empty();
    }

    /** As the server wrote them; none when it does not tell any. */
    String[] texts(Member member) {
        return values.get(member) instanceof String[] texts && texts.length <= MOST_TEXTS
                ? texts.clone()
                : new String[0];
    }
}
