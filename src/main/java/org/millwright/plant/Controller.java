package org.millwright.plant;

import java.nio.file.Path;
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
 * @param profile how to speak to a controller that knows nothing of updates; tags and retained are then the profile's
 */
public record Controller(
        ControllerId id,
        String station,
        Driver driver,
        String address,
        Expected expects,
        Access access,
        Map<Tag, String> tags,
        Map<String, String> retained,
        Optional<Profile> profile) {

    public Controller {
        tags = Map.copyOf(tags);
        retained = Map.copyOf(retained);
    }

    /** One that has no profile. */
    public Controller(
            ControllerId id,
            String station,
            Driver driver,
            String address,
            Expected expects,
            Access access,
            Map<Tag, String> tags,
            Map<String, String> retained) {
        this(id, station, driver, address, expects, access, tags, retained, Optional.empty());
    }

    /** The same controller at another address. */
    public Controller at(String otherAddress) {
        return new Controller(id, station, driver, otherAddress, expects, access, tags, retained, profile);
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
     * @param updateKey unlocks each update, where the controller wants that (OPC 10000-100 8.4.2.2)
     */
    public record Access(Security security, Optional<Login> login, Optional<Secret> updateKey) {
        public Access(Security security, Optional<Login> login) {
            this(security, login, Optional.empty());
        }
    }

    /** Message security of the connection: a policy of OPC 10000-7 with signed and encrypted messages, or nothing. */
    public enum Security {
        NONE,
        BASIC256SHA256,
        AES128_SHA256_RSAOAEP,
        AES256_SHA256_RSAPSS
    }

    /** Who logs in and where the secret is found; the secret itself is read at each connect and never kept. */
    public sealed interface Login {
        /** Who logs in, in words that are no secret. */
        String name();

        /** A user with a password. */
        record Password(String user, Secret secret) implements Login {
            @Override
            public String name() {
                return user;
            }
        }

        /**
         * A user who proves to hold a key.
         *
         * @param file PKCS #12 with one key and its certificate
         * @param password of the file
         */
        record Certificate(Path file, Secret password) implements Login {
            @Override
            public String name() {
                return "certificate " + file.getFileName();
            }
        }
    }

    /** Where a secret is found. */
    public sealed interface Secret {
        record EnvironmentVariable(String name) implements Secret {}

        record File(Path path) implements Secret {}
    }
}
