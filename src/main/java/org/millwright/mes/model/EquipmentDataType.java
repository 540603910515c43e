package org.millwright.mes.model;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.jspecify.annotations.Nullable;

/** Equipment that an order needs or a response tells of; Quantity is a decimal as text. */
public record EquipmentDataType(
        @Nullable String id,
        @Nullable List<LocalizedText> description,
        @Nullable String equipmentUse,
        @Nullable String quantity,
        @Nullable EUInformation engineeringUnits,
        @Nullable List<PropertyDataType> properties)
        implements JobDataType {
    public EquipmentDataType {
        description = Absent.copy(description);
        properties = Absent.copy(properties);
    }
}
