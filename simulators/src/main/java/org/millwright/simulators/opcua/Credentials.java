package org.millwright.simulators.opcua;

/** The one user that a protected controller knows. */
public record Credentials(String user, String password) {
    /** Leaves the password out. */
    @Override
    public String toString() {
        return "Credentials[" + user + "]";
    }
}
