package org.millwright.mes.model;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.jspecify.annotations.Nullable;

/** What became of a job order. The first of JobState is the state of the top machine. */
public record JobResponseDataType(
        @Nullable String jobResponseId,
        @Nullable LocalizedText description,
        @Nullable String jobOrderId,
        @Nullable DateTime startTime,
        @Nullable DateTime endTime,
        @Nullable List<StateDataType> jobState,
        @Nullable List<ParameterDataType> jobResponseData,
        @Nullable List<PersonnelDataType> personnelActuals,
        @Nullable List<EquipmentDataType> equipmentActuals,
        @Nullable List<PhysicalAssetDataType> physicalAssetActuals,
        @Nullable List<MaterialDataType> materialActuals)
        implements JobDataType {
    public JobResponseDataType {
        jobState = Absent.copy(jobState);
        jobResponseData = Absent.copy(jobResponseData);
        personnelActuals = Absent.copy(personnelActuals);
        equipmentActuals = Absent.copy(equipmentActuals);
        physicalAssetActuals = Absent.copy(physicalAssetActuals);
        materialActuals = Absent.copy(materialActuals);
    }
}
