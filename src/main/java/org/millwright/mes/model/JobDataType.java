package org.millwright.mes.model;

import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;

/**
 * A structure of OPC 10031-4. A component that is null is absent (an optional field) or null on the wire (a String or an
 * array that is no option). Only the binary encoding is spoken.
 */
public sealed interface JobDataType extends UaStructuredType
        permits PropertyDataType,
                ParameterDataType,
                EquipmentDataType,
                StateDataType,
                WorkMasterDataType,
                MaterialDataType,
                PersonnelDataType,
                PhysicalAssetDataType,
                JobOrderDataType,
                JobResponseDataType,
                JobOrderAndStateDataType {

    @Override
    default ExpandedNodeId getTypeId() {
        return Structures.of(getClass()).typeId();
    }

    @Override
    default ExpandedNodeId getBinaryEncodingId() {
        return Structures.of(getClass()).binaryEncodingId();
    }

    @Override
    default ExpandedNodeId getXmlEncodingId() {
        return ExpandedNodeId.NULL_VALUE;
    }

    @Override
    default ExpandedNodeId getJsonEncodingId() {
        return ExpandedNodeId.NULL_VALUE;
    }
}
