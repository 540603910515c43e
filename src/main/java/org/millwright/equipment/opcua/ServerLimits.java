package org.millwright.equipment.opcua;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;

/**
 * What a server takes in one request (OPC 10000-5 6.3.11, 6.3.2). What it does not tell is limited here.
 *
 * @param byteStringBytes longest byte string; 0 when the server does not tell
 */
record ServerLimits(
        int nodesPerRead,
        int nodesPerWrite,
        int nodesPerBrowse,
        int pathsPerTranslation,
        int callsPerRequest,
        long byteStringBytes) {
    /** Of a server that tells no limit: requests stay small enough for any. */
    private static final int UNTOLD = 500;

    private static final List<NodeId> NODES = List.of(
            NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead,
            NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerWrite,
            NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerBrowse,
            NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerTranslateBrowsePathsToNodeIds,
            NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerMethodCall,
            NodeIds.Server_ServerCapabilities_MaxByteStringLength);

    static ServerLimits read(Connection connection, Deadline deadline) throws EquipmentException {
        List<Long> told = new ArrayList<>();
        for (DataValue value : values(connection, deadline)) {
            Object limit = value.statusCode().isBad() ? null : value.value().value();
            told.add(limit instanceof UInteger number ? number.longValue() : 0L);
        }
        return new ServerLimits(
                count(told.get(0)),
                count(told.get(1)),
                count(told.get(2)),
                count(told.get(3)),
                count(told.get(4)),
                told.get(5));
    }

    /** In one request, or one by one from a server that takes fewer. */
    private static List<DataValue> values(Connection connection, Deadline deadline) throws EquipmentException {
        String wanted = "read the limits";
        try {
            return connection.readAtOnce(wanted, NODES, deadline);
        } catch (EquipmentException e) {
            if (!Failures.is(e, StatusCodes.Bad_TooManyOperations)) {
                throw e;
            }
        }
        List<DataValue> values = new ArrayList<>();
        for (NodeId node : NODES) {
            values.addAll(connection.readAtOnce(wanted, List.of(node), deadline));
        }
        return values;
    }

    private static int count(long told) {
        return told == 0 ? UNTOLD : (int) Math.min(told, UNTOLD);
    }

    /** The list in parts of the given size at the most. */
    static <T> List<List<T>> parts(List<T> all, int size) {
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            parts.add(all.subList(from, Math.min(from + size, all.size())));
        }
        return parts;
    }
}
