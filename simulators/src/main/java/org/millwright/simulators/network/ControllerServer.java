package org.millwright.simulators.network;

/** One controller on the network, whatever it speaks. */
public interface ControllerServer extends AutoCloseable {
    /** The address for clients, also while the controller is off; the same over reboots. */
    String endpoint();

    /** Takes the controller off the network for good. The controller itself goes on. */
    @Override
    void close();
}
