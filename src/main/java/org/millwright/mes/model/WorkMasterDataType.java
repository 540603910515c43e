package org.millwright.mes.model;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.jspecify.annotations.Nullable;

/** What is to be done, by id, and its parameters. */
public record WorkMasterDataType(
        @Nullable String id,
        @Nullable LocalizedText description,
        @Nullable List<ParameterDataType> parameters) implements JobDataType {
    public WorkMasterDataType {
        parameters = Absent.copy(parameters);
    }
}
