package org.millwright.mes;

import org.eclipse.milo.opcua.sdk.server.OpcUaServer;

/** A piece of what the server offers. */
public interface Part {
    /** Adds and starts its namespaces; the network is not there yet. */
    void addTo(OpcUaServer server, Guard guard);

    /** The server is about to end: nothing more is published. */
    default void end() {}
}
