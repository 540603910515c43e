package org.millwright.mes.model;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.jspecify.annotations.Nullable;

/** A parameter of an order, a work master or a response, with parameters of its own (OPC 10031-4). */
public record ParameterDataType(
        @Nullable String id,
        Variant value,
        @Nullable List<LocalizedText> description,
        @Nullable EUInformation engineeringUnits,
        @Nullable List<ParameterDataType> subparameters)
        implements JobDataType {
    public ParameterDataType {
        description = Absent.copy(description);
        subparameters = Absent.copy(subparameters);
    }
}
