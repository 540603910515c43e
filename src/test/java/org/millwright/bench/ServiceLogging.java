package org.millwright.bench;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Without the service's settings everything is logged, and PLC4X draws a picture of each message for that. */
final class ServiceLogging {
    private ServiceLogging() {}

    static void set() {
        Logger.getLogger("").setLevel(Level.INFO);
    }
}
