package org.millwright.mes.model;

/** The variables of a line that the service sets. */
public enum LineVariable {
    JOB_ORDER_LIST(LinePart.CONTROL, "JobOrderList"),
    WORK_MASTER(LinePart.CONTROL, "WorkMaster"),
    MATERIAL_CLASS_ID(LinePart.CONTROL, "MaterialClassID"),
    MATERIAL_DEFINITION_ID(LinePart.CONTROL, "MaterialDefinitionID"),
    EQUIPMENT_ID(LinePart.CONTROL, "EquipmentID"),
    PHYSICAL_ASSET_ID(LinePart.CONTROL, "PhysicalAssetID"),
    PERSONNEL_ID(LinePart.CONTROL, "PersonnelID"),
    MAX_DOWNLOADABLE_JOB_ORDERS(LinePart.CONTROL, "MaxDownloadableJobOrders"),
    JOB_ORDER_RESPONSE_LIST(LinePart.RESULTS, "JobOrderResponseList"),
    ACTIVE_JOB_ORDER_ID(LinePart.SIMPLE, "ActiveJobOrderID"),
    ACTIVE_STATE(LinePart.SIMPLE, "ActiveState"),
    ACTIVE_SUB_STATE(LinePart.SIMPLE, "ActiveSubState"),
    ACTIVE_PROGRESS(LinePart.SIMPLE, "ActiveProgress"),
    LAST_OUTCOME(LinePart.SIMPLE, "LastOutcome"),
    LAST_DOWNTIME_SECONDS(LinePart.SIMPLE, "LastDowntimeSeconds"),
    QUEUE_LENGTH(LinePart.SIMPLE, "QueueLength");

    private final LinePart part;
    private final String browseName;

    LineVariable(LinePart part, String browseName) {
        this.part = part;
        this.browseName = browseName;
    }

    LinePart part() {
        return part;
    }

    /** Without its namespace. */
    public String browseName() {
        return browseName;
    }
}
