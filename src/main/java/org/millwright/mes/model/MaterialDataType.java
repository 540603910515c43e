package org.millwright.mes.model;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.jspecify.annotations.Nullable;

/** Material by class, definition, lot or sublot; Quantity is a decimal as text. */
public record MaterialDataType(
        @Nullable String materialClassId,
        @Nullable String materialDefinitionId,
        @Nullable String materialLotId,
        @Nullable String materialSublotId,
        @Nullable List<LocalizedText> description,
        @Nullable String materialUse,
        @Nullable String quantity,
        @Nullable EUInformation engineeringUnits,
        @Nullable List<PropertyDataType> properties)
        implements JobDataType {
    public MaterialDataType {
        description = Absent.copy(description);
        properties = Absent.copy(properties);
    }
}
