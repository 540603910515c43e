package org.millwright.equipment.opcua;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.TagValue;
import org.millwright.plant.Controller;
import org.millwright.plant.Tag;

/** The tags and retained values of one controller over one connection. */
final class ProcessValues {
    private final Controller controller;
    private final Connection connection;
    private final TagValues types;

    ProcessValues(Controller controller, Connection connection) {
        this.controller = controller;
        this.connection = connection;
        this.types = new TagValues(connection.failures());
    }

    Map<Tag, TagValue> tags(Set<Tag> tags, Deadline deadline) throws EquipmentException {
        List<Tag> order = List.copyOf(tags);
        List<Variable> wanted = new ArrayList<>();
        for (Tag tag : order) {
            wanted.add(variable(tag));
        }
        List<TagValue> read = read(wanted, deadline);
        Map<Tag, TagValue> values = new EnumMap<>(Tag.class);
        for (int i = 0; i < order.size(); i++) {
            values.put(order.get(i), read.get(i));
        }
        return values;
    }

    void write(Tag tag, TagValue value, Deadline deadline) throws EquipmentException {
        write(List.of(variable(tag)), List.of(value), deadline);
    }

    Map<String, TagValue> retained(Deadline deadline) throws EquipmentException {
        List<Variable> wanted = new ArrayList<>();
        for (String name : controller.retained().keySet()) {
            wanted.add(retained(name));
        }
        List<TagValue> read = read(wanted, deadline);
        Map<String, TagValue> values = new LinkedHashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            values.put(wanted.get(i).name(), read.get(i));
        }
        return values;
    }

    void restoreRetained(Map<String, TagValue> values, Deadline deadline) throws EquipmentException {
        List<Variable> targets = new ArrayList<>();
        List<TagValue> inOrder = new ArrayList<>();
        for (Map.Entry<String, TagValue> entry : values.entrySet()) {
            targets.add(retained(entry.getKey()));
            inOrder.add(entry.getValue());
        }
        write(targets, inOrder, deadline);
    }

    private record Variable(String name, NodeId node) {}

    private Variable variable(Tag tag) throws EquipmentException {
        return variable(tag.key(), controller.tags().getOrDefault(tag, ""));
    }

    private Variable retained(String name) throws EquipmentException {
        return variable(name, controller.retained().getOrDefault(name, ""));
    }

    private Variable variable(String name, String address) throws EquipmentException {
        if (address.isEmpty()) {
            throw connection.failures().refused("has no address for " + name);
        }
        return new Variable(name, types.node(name, address, connection.namespaces()));
    }

    private List<TagValue> read(List<Variable> wanted, Deadline deadline) throws EquipmentException {
        List<DataValue> read = values("read process values", wanted, deadline);
        List<TagValue> values = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            values.add(types.value(wanted.get(i).name(), read.get(i)));
        }
        return values;
    }

    private List<DataValue> values(String why, List<Variable> wanted, Deadline deadline) throws EquipmentException {
        return wanted.isEmpty()
                ? List.of()
                : connection.read(why, wanted.stream().map(Variable::node).toList(), deadline);
    }

    /** One request for all; what a variable holds now tells the type that it takes. */
    private void write(List<Variable> targets, List<TagValue> values, Deadline deadline) throws EquipmentException {
        if (targets.isEmpty()) {
            return;
        }
        List<DataValue> present = values("read before writing", targets, deadline);
        List<WriteValue> writes = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            Variant converted = types.toWrite(
                    targets.get(i).name(), values.get(i), present.get(i).value().value());
            writes.add(written(targets.get(i).node(), converted));
        }
        List<StatusCode> results = connection.write("write process values", writes, deadline);
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).isBad()) {
                throw connection.failures().of("write " + targets.get(i).name(), results.get(i));
            }
        }
    }

    static WriteValue written(NodeId node, Variant value) {
        return new WriteValue(node, AttributeId.Value.uid(), null, DataValue.valueOnly(value));
    }
}
