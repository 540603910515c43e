package org.millwright.mes;

/** Another program listens at the port; the message says what to do. */
public final class PortTakenException extends Exception {
    PortTakenException(int port) {
        super("port " + port + " is in use; choose another one with --mes-port");
    }
}
