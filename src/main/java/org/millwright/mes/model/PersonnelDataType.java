package org.millwright.mes.model;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.jspecify.annotations.Nullable;

/** A person or a role; Quantity is a decimal as text. */
public record PersonnelDataType(
        @Nullable String id,
        @Nullable List<LocalizedText> description,
        @Nullable String personnelUse,
        @Nullable String quantity,
        @Nullable EUInformation engineeringUnits,
        @Nullable List<PropertyDataType> properties)
        implements JobDataType {
    public PersonnelDataType {
        description = Absent.copy(description);
        properties = Absent.copy(properties);
    }
}
