package org.millwright.simulators.config;

/** A simulator file that cannot be used. The message begins with file and line and is made for people. */
public final class ConfigException extends Exception {
    public ConfigException(String message) {
        super(message);
    }
}
