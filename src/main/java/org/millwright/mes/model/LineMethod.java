package org.millwright.mes.model;

/** The methods of a line: the standard's, and the flat ones with scalar arguments only. */
public enum LineMethod {
    STORE(LinePart.CONTROL, "Store"),
    STORE_AND_START(LinePart.CONTROL, "StoreAndStart"),
    START(LinePart.CONTROL, "Start"),
    STOP(LinePart.CONTROL, "Stop"),
    PAUSE(LinePart.CONTROL, "Pause"),
    RESUME(LinePart.CONTROL, "Resume"),
    UPDATE(LinePart.CONTROL, "Update"),
    ABORT(LinePart.CONTROL, "Abort"),
    CANCEL(LinePart.CONTROL, "Cancel"),
    CLEAR(LinePart.CONTROL, "Clear"),
    REVOKE_START(LinePart.CONTROL, "RevokeStart"),
    REQUEST_JOB_RESPONSE_BY_JOB_ORDER_ID(LinePart.RESULTS, "RequestJobResponseByJobOrderID"),
    REQUEST_JOB_RESPONSE_BY_JOB_ORDER_STATE(LinePart.RESULTS, "RequestJobResponseByJobOrderState"),
    SUBMIT_UPGRADE(LinePart.SIMPLE, "SubmitUpgrade"),
    RELEASE(LinePart.SIMPLE, "Release"),
    REVOKE_RELEASE(LinePart.SIMPLE, "RevokeRelease"),
    PAUSE_UPGRADE(LinePart.SIMPLE, "PauseUpgrade"),
    RESUME_UPGRADE(LinePart.SIMPLE, "ResumeUpgrade"),
    STOP_UPGRADE(LinePart.SIMPLE, "StopUpgrade"),
    ABORT_UPGRADE(LinePart.SIMPLE, "AbortUpgrade"),
    CANCEL_UPGRADE(LinePart.SIMPLE, "CancelUpgrade"),
    CLEAR_UPGRADE(LinePart.SIMPLE, "ClearUpgrade"),
    GET_UPGRADE_STATUS(LinePart.SIMPLE, "GetUpgradeStatus");

    private final LinePart part;
    private final String browseName;

    LineMethod(LinePart part, String browseName) {
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
