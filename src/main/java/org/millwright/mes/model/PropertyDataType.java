package org.millwright.mes.model;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.jspecify.annotations.Nullable;

/** A property of equipment, material, a person or an asset (OPC 10031-4). */
public record PropertyDataType(
        @Nullable String id,
        Variant value,
        @Nullable List<LocalizedText> description,
        @Nullable EUInformation engineeringUnits,
        @Nullable List<PropertyDataType> subproperties)
        implements JobDataType {
    public PropertyDataType {
        description = Absent.copy(description);
        subproperties = Absent.copy(subproperties);
    }
}
