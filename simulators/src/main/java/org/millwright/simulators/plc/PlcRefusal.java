package org.millwright.simulators.plc;

/** A request that the controller refuses, with the OPC UA status name to answer with, for example Bad_InvalidState. */
public final class PlcRefusal extends Exception {
    private final String status;

    public PlcRefusal(String status, String message) {
        super(message);
        this.status = status;
    }

    /** Name of the status code as in OPC 10000-4 annex A. */
    public String status() {
        return status;
    }
}
