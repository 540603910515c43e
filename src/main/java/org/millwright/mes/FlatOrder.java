package org.millwright.mes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;
import org.millwright.mes.Arguments.BadCall;
import org.millwright.mes.model.EquipmentDataType;
import org.millwright.mes.model.JobOrderDataType;
import org.millwright.mes.model.ParameterDataType;
import org.millwright.mes.model.PhysicalAssetDataType;
import org.millwright.mes.model.WorkMasterDataType;

/**
 * The job order that SubmitUpgrade's scalar arguments say, as a client of the standard face would have built it. An empty
 * text, a zero and the beginning of time stand for what is not given.
 */
record FlatOrder(JobOrderDataType order, boolean release, String comment) {
    static final int ARGUMENTS = 13;

    private static final Map<String, Integer> MODES = Map.of("Production", 2, "Simulation", 0);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static FlatOrder of(Arguments in) throws BadCall, NotAccepted {
        String plan = in.text(1);
        String hash = in.text(2);
        List<ParameterDataType> parameters = new ArrayList<>();
        double downtime = in.number(8);
        if (downtime != 0) {
            parameters.add(parameter(OrderParameter.MAX_DOWNTIME.id(), Variant.ofDouble(downtime)));
        }
        if (!in.text(9).isEmpty()) {
            parameters.add(parameter(OrderParameter.JOB_EXECUTION_MODE.id(), Variant.ofInt32(mode(in.text(9)))));
        }
        parameters.addAll(json(in.text(11)));
        List<String> equipment = new ArrayList<>(names(in.text(3)));
        equipment.addAll(names(in.text(4)));
        return new FlatOrder(
                new JobOrderDataType(
                        in.text(0),
                        null,
                        List.of(new WorkMasterDataType(
                                plan,
                                null,
                                hash.isEmpty()
                                        ? null
                                        : List.of(parameter(OrderReader.PLAN_HASH, Variant.ofString(hash))))),
                        in.time(6),
                        in.time(7),
                        null,
                        orNull(parameters),
                        null,
                        orNull(equipment.stream().map(FlatOrder::equipment).toList()),
                        orNull(names(in.text(5)).stream().map(FlatOrder::asset).toList()),
                        null),
                in.flag(10),
                in.comment(12));
    }

    private static EquipmentDataType equipment(String id) {
        return new EquipmentDataType(id, null, null, null, null, null);
    }

    private static PhysicalAssetDataType asset(String id) {
        return new PhysicalAssetDataType(id, null, null, null, null, null);
    }

    private static ParameterDataType parameter(String id, Variant value) {
        return new ParameterDataType(id, value, null, null, null);
    }

    private static <T> @Nullable List<T> orNull(List<T> all) {
        return all.isEmpty() ? null : all;
    }

    private static List<String> names(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static int mode(String text) throws NotAccepted {
        Integer mode = MODES.get(text);
        if (mode == null) {
            throw OrderParameter.refused("ExecutionMode is Production or Simulation, not '" + text + "'");
        }
        return mode;
    }

    private static List<ParameterDataType> json(String text) throws NotAccepted {
        if (text.isBlank()) {
            return List.of();
        }
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw OrderParameter.refused("ParametersJson is no JSON: " + e.getOriginalMessage());
        }
        if (!root.isObject()) {
            throw OrderParameter.refused("ParametersJson is an object, for example {\"ChangeTicket\":\"C-17\"}");
        }
        List<ParameterDataType> parameters = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : root.properties()) {
            parameters.add(parameter(member.getKey(), value(member.getKey(), member.getValue())));
        }
        return parameters;
    }

    private static Variant value(String name, JsonNode value) throws NotAccepted {
        if (value.isTextual()) {
            return Variant.ofString(value.textValue());
        }
        if (value.isBoolean()) {
            return Variant.ofBoolean(value.booleanValue());
        }
        if (value.isNumber()) {
            boolean whole = name.equals(OrderParameter.JOB_EXECUTION_MODE.id())
                    && value.isIntegralNumber()
                    && value.canConvertToInt();
            return whole ? Variant.ofInt32(value.intValue()) : Variant.ofDouble(value.doubleValue());
        }
        if (value.isArray() && StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isTextual)) {
            return new Variant(StreamSupport.stream(value.spliterator(), false)
                    .map(JsonNode::textValue)
                    .toArray(String[]::new));
        }
        throw OrderParameter.refused("parameter " + name + " is a text, a number, true or false, or a list of texts");
    }
}
