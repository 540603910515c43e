package org.millwright.equipment.opcua;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.jspecify.annotations.Nullable;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.opcua.probe.ServerSeen.About;
import org.millwright.trust.Certificates;

/** Reads what a server says of itself: build, clock, namespaces, limits (OPC 10000-5 6.3). */
record AboutServer(Connection connection, Clock clock, Deadline deadline) {
    private static final int MOST_NAMESPACES = 200;

    private static final Map<String, NodeId> BUILD = ordered(List.of(
            Map.entry("ProductName", NodeIds.Server_ServerStatus_BuildInfo_ProductName),
            Map.entry("ManufacturerName", NodeIds.Server_ServerStatus_BuildInfo_ManufacturerName),
            Map.entry("ProductUri", NodeIds.Server_ServerStatus_BuildInfo_ProductUri),
            Map.entry("SoftwareVersion", NodeIds.Server_ServerStatus_BuildInfo_SoftwareVersion),
            Map.entry("BuildNumber", NodeIds.Server_ServerStatus_BuildInfo_BuildNumber)));

    private static final Map<String, NodeId> LIMITS = ordered(List.of(
            Map.entry("MaxByteStringLength", NodeIds.Server_ServerCapabilities_MaxByteStringLength),
            Map.entry("MaxArrayLength", NodeIds.Server_ServerCapabilities_MaxArrayLength),
            Map.entry("MaxStringLength", NodeIds.Server_ServerCapabilities_MaxStringLength),
            Map.entry("MaxBrowseContinuationPoints", NodeIds.Server_ServerCapabilities_MaxBrowseContinuationPoints),
            Map.entry("MaxSubscriptionsPerSession", NodeIds.Server_ServerCapabilities_MaxSubscriptionsPerSession),
            Map.entry("MaxNodesPerRead", NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead),
            Map.entry("MaxNodesPerWrite", NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerWrite),
            Map.entry("MaxNodesPerBrowse", NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerBrowse),
            Map.entry("MaxNodesPerMethodCall", NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerMethodCall),
            Map.entry(
                    "MaxMonitoredItemsPerCall",
                    NodeIds.Server_ServerCapabilities_OperationLimits_MaxMonitoredItemsPerCall)));

    private static Map<String, NodeId> ordered(List<Map.Entry<String, NodeId>> entries) {
        Map<String, NodeId> map = new LinkedHashMap<>();
        entries.forEach(e -> map.put(e.getKey(), e.getValue()));
        return map;
    }

    About read() throws EquipmentException {
        List<NodeId> nodes = new ArrayList<>(List.of(
                NodeIds.Server_ServerStatus_CurrentTime,
                NodeIds.Server_ServerStatus_State,
                NodeIds.Server_NamespaceArray));
        nodes.addAll(BUILD.values());
        nodes.addAll(LIMITS.values());
        List<DataValue> read = connection.read("read what the server is", nodes, deadline);
        Map<String, String> build = new LinkedHashMap<>();
        Map<String, Long> limits = new LinkedHashMap<>();
        int next = 3;
        for (String name : BUILD.keySet()) {
            if (value(read.get(next++)) instanceof String text && !text.isBlank()) {
                build.put(name, Certificates.harmless(text));
            }
        }
        for (String name : LIMITS.keySet()) {
            if (value(read.get(next++)) instanceof Number number) {
                limits.put(name, number.longValue());
            }
        }
        limits.put("NegotiatedMessageBytes", connection.maxMessageBytes());
        return new About(
                build,
                value(read.get(1)) instanceof Integer state ? Optional.of(state) : Optional.empty(),
                offset(value(read.getFirst())),
                limits,
                namespaces(value(read.get(2))));
    }

    private Optional<Duration> offset(@Nullable Object told) {
        return told instanceof DateTime time
                ? Optional.of(Duration.between(clock.instant(), time.getJavaInstant()))
                : Optional.empty();
    }

    private static List<String> namespaces(@Nullable Object told) {
        return told instanceof String[] all
                ? Arrays.stream(all)
                        .limit(MOST_NAMESPACES)
                        .map(uri -> uri == null ? "" : Certificates.harmless(uri))
                        .toList()
                : List.of();
    }

    private static @Nullable Object value(DataValue read) {
        return read.statusCode().isBad() ? null : read.value().value();
    }
}
