package org.millwright.mes.model;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.jspecify.annotations.Nullable;

/** A job order as the MES sends it (OPC 10031-4). */
public record JobOrderDataType(
        @Nullable String jobOrderId,
        @Nullable List<LocalizedText> description,
        @Nullable List<WorkMasterDataType> workMasterId,
        @Nullable DateTime startTime,
        @Nullable DateTime endTime,
        @Nullable Short priority,
        @Nullable List<ParameterDataType> jobOrderParameters,
        @Nullable List<PersonnelDataType> personnelRequirements,
        @Nullable List<EquipmentDataType> equipmentRequirements,
        @Nullable List<PhysicalAssetDataType> physicalAssetRequirements,
        @Nullable List<MaterialDataType> materialRequirements)
        implements JobDataType {
    public JobOrderDataType {
        description = Absent.copy(description);
        workMasterId = Absent.copy(workMasterId);
        jobOrderParameters = Absent.copy(jobOrderParameters);
        personnelRequirements = Absent.copy(personnelRequirements);
        equipmentRequirements = Absent.copy(equipmentRequirements);
        physicalAssetRequirements = Absent.copy(physicalAssetRequirements);
        materialRequirements = Absent.copy(materialRequirements);
    }
}
