package org.millwright.simulators.modbus;

import org.millwright.simulators.plc.PlcRefusal;

/**
 * How a command of the mailbox ended.
 *
 * @param reason for people, blank when it is done
 */
record Outcome(Result result, String reason) {
    static final Outcome DONE = new Outcome(Result.DONE, "");
    static final Outcome UNKNOWN_COMMAND = new Outcome(Result.UNKNOWN_COMMAND, "this controller has no such command");

    /** The ordinal is the number on the wire. */
    enum Result {
        DONE,
        UNKNOWN_COMMAND,
        WRONG_STATE,
        NOT_PREPARED,
        CRC_DIFFERS,
        OUT_OF_RANGE,
        REFUSED,
        NOT_FOUND
    }

    static Outcome wrongState(String reason) {
        return new Outcome(Result.WRONG_STATE, reason);
    }

    static Outcome outOfRange(String reason) {
        return new Outcome(Result.OUT_OF_RANGE, reason);
    }

    static Outcome notFound(String reason) {
        return new Outcome(Result.NOT_FOUND, reason);
    }

    /** @param prepared false when a wrong state comes of it that the controller is not prepared */
    static Outcome of(PlcRefusal refusal, boolean prepared) {
        Result result = switch (refusal.status()) {
            case "Bad_InvalidState" -> prepared ? Result.WRONG_STATE : Result.NOT_PREPARED;
            case "Bad_NotFound" -> Result.NOT_FOUND;
            default -> Result.REFUSED;
        };
        return new Outcome(result, refusal.reason());
    }
}
