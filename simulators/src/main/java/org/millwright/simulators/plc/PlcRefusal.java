package org.millwright.simulators.plc;

/** A request that the controller refuses, with the OPC UA status name to answer with, for example Bad_InvalidState. */
public final class PlcRefusal extends Exception {
    private final String status;
    private final String reason;

    public PlcRefusal(String status, String message) {
        super(message);
        this.status = status;
        this.reason = message;
    }

    /** Name of the status code as in OPC 10000-4 annex A. */
    public String status() {
        return status;
    }

    /** The message, never null. */
    public String reason() {
        return reason;
    }

    static PlcRefusal invalidState(String reason) {
        return new PlcRefusal("Bad_InvalidState", reason);
    }

    static PlcRefusal invalidArgument(String reason) {
        return new PlcRefusal("Bad_InvalidArgument", reason);
    }

    static PlcRefusal notFound(String reason) {
        return new PlcRefusal("Bad_NotFound", reason);
    }
}
