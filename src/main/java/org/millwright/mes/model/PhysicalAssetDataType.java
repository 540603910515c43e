package org.millwright.mes.model;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.jspecify.annotations.Nullable;

/** A physical asset by its id; Quantity is a decimal as text. */
public record PhysicalAssetDataType(
        @Nullable String id,
        @Nullable List<LocalizedText> description,
        @Nullable String physicalAssetUse,
        @Nullable String quantity,
        @Nullable EUInformation engineeringUnits,
        @Nullable List<PropertyDataType> properties)
        implements JobDataType {
    public PhysicalAssetDataType {
        description = Absent.copy(description);
        properties = Absent.copy(properties);
    }
}
