package org.millwright.plant;

import java.util.Map;
import java.util.Optional;

/**
 * One programmable device of a station.
 *
 * @param station station that it controls
 * @param driver which driver speaks to it
 * @param address driver-specific address, for example {@code opc.tcp://127.0.0.1:24841/st10-loader}
 * @param expects product that must be found there; the revision is not part of it
 * @param access how to connect and log in
 * @param tags address of each process value in the driver's own notation; a missing tag is not offered
 * @param retained retained values by their name, each with its address
 */
public record Controller(
        ControllerId id,
        String station,
        Driver driver,
        String address,
        Expected expects,
        Access access,
        Map<Tag, String> tags,
        Map<String, String> retained) {

    public Controller {
        tags = Map.copyOf(tags);
        retained = Map.copyOf(retained);
    }

    /** The same controller at another address. */
    public Controller at(String otherAddress) {
        return new Controller(id, station, driver, otherAddress, expects, access, tags, retained);
    }

    /** The drivers that exist. */
    public enum Driver {
        OPCUA,
        PLC4X
    }

    /** Product identity that must be found at the address. */
    public record Expected(String manufacturerUri, String productCode) {}

    /**
     * How to connect.
     *
     * @param security NONE only where plant.yaml says so for this controller
     * @param login empty for anonymous
     */
    public record Access(Security security, Optional<Login> login) {}

    /** Message security of the connection. */
    public enum Security {
        NONE,
        BASIC256SHA256
    }

    /** User and where the secret is found; the secret itself is read at each connect and never kept. */
    public record Login(String user, Secret secret) {}

    /** Where a secret is found. */
    public sealed interface Secret {
        record EnvironmentVariable(String name) implements Secret {}

        record File(java.nio.file.Path path) implements Secret {}
    }
}
