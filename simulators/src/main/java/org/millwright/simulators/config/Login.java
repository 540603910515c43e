package org.millwright.simulators.config;

/** User name and password of a simulated controller. */
public record Login(String user, String password) {
    /** Without the password. */
    @Override
    public String toString() {
        return "Login[user=" + user + "]";
    }
}
