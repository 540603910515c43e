package org.millwright.equipment.opcua.probe;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A node as it was seen, and what hangs below it. Texts are harmless to a terminal.
 *
 * @param variable only of a variable
 * @param method only of a method
 */
public record NodeSeen(
        Label label, Optional<VariableSeen> variable, Optional<MethodSeen> method, List<NodeSeen> children) {
    public static final String UA = "http://opcfoundation.org/UA/";
    public static final String DI = "http://opcfoundation.org/UA/DI/";

    public NodeSeen {
        children = List.copyOf(children);
    }

    /**
     * Name and kind of a node. Ids of types are written {@code i=47} in the standard's own namespace, {@code di;i=135}
     * in DI's and with the whole namespace in any other.
     *
     * @param reference the type of the reference that leads here, and its supertypes
     * @param types its type definition, the supertypes and interfaces of that, and its own interfaces
     */
    public record Label(String namespace, String name, Kind kind, List<String> reference, List<String> types) {
        public Label {
            reference = List.copyOf(reference);
            types = List.copyOf(types);
        }
    }

    /** Node classes that matter here. */
    public enum Kind {
        OBJECT,
        VARIABLE,
        METHOD,
        OTHER
    }

    /**
     * A variable.
     *
     * @param dataTypes its data type and the supertypes of that; empty when it is not told
     * @param rank as OPC 10000-3 8.6 numbers it: -1 scalar, 1 one dimension
     * @param status of its value, for example Good or Bad_NotReadable
     * @param value empty when there is none
     */
    public record VariableSeen(
            List<String> dataTypes, int rank, Access access, String status, Optional<ValueSeen> value) {
        public VariableSeen {
            dataTypes = List.copyOf(dataTypes);
        }

        public boolean good() {
            return "Good".equals(status);
        }
    }

    /** What anybody, and what the user who probed, may do with a variable. */
    public record Access(boolean readable, boolean writable, boolean userWritable) {}

    /**
     * A value.
     *
     * @param type built-in type, for example String
     * @param texts one, or those of an array; bytes in hexadecimal
     * @param number value of a number, length of bytes; else NaN
     */
    public record ValueSeen(String type, boolean array, List<String> texts, double number) {
        public ValueSeen {
            texts = List.copyOf(texts);
        }

        public String text() {
            return texts.isEmpty() ? "" : texts.getFirst();
        }
    }

    /** A method; empty arguments when it has none or does not tell them. */
    public record MethodSeen(
            boolean executable, boolean userExecutable, List<ArgumentSeen> inputs, List<ArgumentSeen> outputs) {
        public MethodSeen {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }
    }

    /** An argument of a method. */
    public record ArgumentSeen(String name, List<String> dataTypes, int rank) {
        public ArgumentSeen {
            dataTypes = List.copyOf(dataTypes);
        }
    }

    public boolean isOf(String type) {
        return label.types().contains(type);
    }

    /** The child with this name, {@code 0:} before it for the standard's own, else DI's. */
    Optional<NodeSeen> exact(String name) {
        boolean ua = name.startsWith("0:");
        String bare = bare(name);
        String namespace = ua ? UA : DI;
        return children.stream()
                .filter(c ->
                        c.label().name().equals(bare) && c.label().namespace().equals(namespace))
                .findFirst();
    }

    /** The child with this name; when there is none one with this name in any namespace. */
    Optional<NodeSeen> child(String name) {
        String bare = bare(name);
        return exact(name)
                .or(() -> children.stream()
                        .filter(c -> c.label().name().equals(bare))
                        .findFirst());
    }

    /** What a path of names leads to, in whatever namespaces they are. */
    public Optional<NodeSeen> at(String path) {
        Optional<NodeSeen> node = Optional.of(this);
        for (String name : Arrays.asList(path.split("/", -1))) {
            node = node.flatMap(n -> n.child(name));
        }
        return node;
    }

    public boolean has(String path) {
        return at(path).isPresent();
    }

    /** The value at the end of a path; empty when there is none, or nothing good. */
    public Optional<ValueSeen> value(String path) {
        return at(path).flatMap(NodeSeen::variable).filter(VariableSeen::good).flatMap(VariableSeen::value);
    }

    /** Empty when it is not told. */
    public String text(String path) {
        return value(path).map(ValueSeen::text).orElse("");
    }

    private static String bare(String name) {
        return name.startsWith("0:") ? name.substring(2) : name;
    }
}
