package org.millwright.equipment.opcua.probe;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.millwright.equipment.opcua.probe.NodeSeen.ArgumentSeen;
import org.millwright.equipment.opcua.probe.NodeSeen.Kind;
import org.millwright.equipment.opcua.probe.NodeSeen.MethodSeen;
import org.millwright.equipment.opcua.probe.NodeSeen.ValueSeen;
import org.millwright.equipment.opcua.probe.NodeSeen.VariableSeen;
import org.millwright.equipment.opcua.probe.Wanted.DataType;
import org.millwright.equipment.opcua.probe.Wanted.Parameter;
import org.millwright.equipment.opcua.probe.Wanted.Shape;

/** Compares the members that are there with the standard's tables. */
record MemberChecks(NodeSeen top, Findings.Place at) {
    private static final int SCALAR_OR_ARRAY = -3;
    private static final int ANY_RANK = -2;
    private static final int SCALAR = -1;
    private static final int ONE_OR_MORE = 0;
    private static final int ONE_DIMENSION = 1;

    void check(List<Wanted> all) {
        all.forEach(this::check);
    }

    private void check(Wanted wanted) {
        int last = wanted.path().lastIndexOf('/');
        Optional<NodeSeen> parent =
                last < 0 ? Optional.of(top) : top.at(wanted.path().substring(0, last));
        if (parent.isEmpty()) {
            return;
        }
        String name = wanted.path().substring(last + 1);
        Optional<NodeSeen> found = parent.get().child(name);
        if (found.isEmpty()) {
            if (wanted.mandatory()) {
                at.add(Rule.M1, wanted.path(), "is missing", wanted.clause());
            }
            return;
        }
        if (parent.get().exact(name).isEmpty()) {
            at.add(Rule.G6, wanted.path(), "its browse name is in " + namespace(found.get()), wanted.clause());
        }
        shape(wanted, found.get());
    }

    private static String namespace(NodeSeen node) {
        String told = node.label().namespace();
        return told.isEmpty() ? "no namespace that the server tells" : "the namespace " + told;
    }

    private void shape(Wanted wanted, NodeSeen found) {
        Kind kind = switch (wanted.shape()) {
            case Shape.Thing _ -> Kind.OBJECT;
            case Shape.Value _ -> Kind.VARIABLE;
            case Shape.Operation _ -> Kind.METHOD;
        };
        if (found.label().kind() != kind) {
            String words = "is a node of class %s, not %s"
                    .formatted(found.label().kind(), kind)
                    .toLowerCase(Locale.ROOT);
            at.add(Rule.M2, wanted.path(), words, wanted.clause());
            return;
        }
        switch (wanted.shape()) {
            case Shape.Thing _ -> {}
            case Shape.Value value -> found.variable().ifPresent(v -> variable(wanted, value, v));
            case Shape.Operation method -> found.method().ifPresent(m -> method(wanted, method, m));
        }
    }

    private void variable(Wanted wanted, Shape.Value shape, VariableSeen seen) {
        if (differs(shape.type(), seen.dataTypes())) {
            String told = seen.dataTypes().getFirst();
            at.add(
                    Rule.M3,
                    wanted.path(),
                    "has data type %s, not %s".formatted(told, shape.type().id()),
                    wanted.clause());
        }
        if (!fits(seen.rank(), shape.array())) {
            at.add(Rule.M4, wanted.path(), "has value rank " + seen.rank(), wanted.clause());
        }
        if (shape.writable()) {
            writable(wanted, seen);
        } else if (seen.access().writable() && wanted.path().contains("Version/")) {
            at.add(Rule.V3, wanted.path(), "can be written");
        }
        if (shape.readable()) {
            readable(wanted, shape, seen);
        }
    }

    private static boolean differs(DataType wanted, List<String> told) {
        return !told.isEmpty() && !told.contains(wanted.id());
    }

    private static boolean fits(int rank, boolean array) {
        return switch (rank) {
            case SCALAR_OR_ARRAY, ANY_RANK -> true;
            case SCALAR -> !array;
            case ONE_OR_MORE, ONE_DIMENSION -> array;
            default -> false;
        };
    }

    private void writable(Wanted wanted, VariableSeen seen) {
        if (!seen.access().writable()) {
            at.add(Rule.G1, wanted.path(), "cannot be written by anybody", wanted.clause());
        } else if (!seen.access().userWritable()) {
            at.add(Rule.G1_USER, wanted.path(), "cannot be written with this log-in", wanted.clause());
        }
    }

    private void readable(Wanted wanted, Shape.Value shape, VariableSeen seen) {
        if (!seen.access().readable() || !seen.good()) {
            String why = seen.good() ? "its access level says that it cannot be read" : "reads as " + seen.status();
            at.add(Rule.M5, wanted.path(), why, wanted.clause());
            return;
        }
        Optional<ValueSeen> value = seen.value();
        if (value.isPresent()) {
            boolean otherType = !value.get().type().equals(shape.type().builtIn());
            if (otherType || value.get().array() != shape.array()) {
                String words = "holds %s%s, not %s%s"
                        .formatted(
                                value.get().type(),
                                value.get().array() ? "[]" : "",
                                shape.type().builtIn(),
                                shape.array() ? "[]" : "");
                at.add(Rule.M6, wanted.path(), words);
            }
        } else if (shape.type().builtIn().equals("Double")
                || shape.type().builtIn().equals("NodeId")) {
            at.add(Rule.M6, wanted.path(), "holds nothing");
        }
    }

    private void method(Wanted wanted, Shape.Operation shape, MethodSeen seen) {
        at.addIf(!seen.executable(), Rule.M8, wanted.path(), "says that nobody can call it");
        at.addIf(
                seen.executable() && !seen.userExecutable(),
                Rule.M8,
                wanted.path(),
                "says that this log-in cannot call it");
        arguments(wanted, "input", shape.inputs(), seen.inputs());
        arguments(wanted, "output", shape.outputs(), seen.outputs());
    }

    private void arguments(Wanted wanted, String side, List<Parameter> standard, List<ArgumentSeen> seen) {
        if (standard.size() != seen.size()) {
            String words = "has %d %s arguments, not %d".formatted(seen.size(), side, standard.size());
            at.add(Rule.M7, wanted.path(), words, wanted.clause());
            return;
        }
        for (int i = 0; i < seen.size(); i++) {
            argument(wanted, side + " argument " + (i + 1), standard.get(i), seen.get(i));
        }
    }

    private void argument(Wanted wanted, String which, Parameter standard, ArgumentSeen seen) {
        for (DataType type : standard.type()) {
            if (differs(type, seen.dataTypes())) {
                String told = seen.dataTypes().getFirst();
                at.add(Rule.M7, wanted.path(), "%s is %s, not %s".formatted(which, told, type.id()), wanted.clause());
            }
        }
        if (!standard.type().isEmpty() && !fits(seen.rank(), standard.array())) {
            at.add(Rule.M7, wanted.path(), which + " has value rank " + seen.rank(), wanted.clause());
        }
        if (!standard.name().equals(seen.name())) {
            String words = "%s is called '%s', not '%s'".formatted(which, seen.name(), standard.name());
            at.add(Rule.M7_NAMES, wanted.path(), words, wanted.clause());
        }
    }
}
