package org.millwright.simulators.config;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.millwright.simulators.config.ServerSettings.Answers.Limits;
import org.millwright.simulators.config.ServerSettings.Layout.Tree;

/** How a controller's OPC UA server looks on the network. What each setting means stands in docs/protocols/simulators.md. */
public record ServerSettings(Access access, Layout layout, Answers answers, OwnCertificate certificate) {
    /** The look of every controller whose file says nothing else. */
    public static final ServerSettings STANDARD =
            new ServerSettings(Access.STANDARD, Layout.STANDARD, Answers.STANDARD, OwnCertificate.STANDARD);

    public ServerSettings with(Access changed) {
        return new ServerSettings(changed, layout, answers, certificate);
    }

    public ServerSettings with(Layout changed) {
        return new ServerSettings(access, changed, answers, certificate);
    }

    public ServerSettings with(Answers changed) {
        return new ServerSettings(access, layout, changed, certificate);
    }

    public ServerSettings with(OwnCertificate changed) {
        return new ServerSettings(access, layout, answers, changed);
    }

    /**
     * Who gets in, and over which channels.
     *
     * @param security policies of the endpoints, at least one; all but NONE sign and encrypt
     * @param loginCertificate the one user certificate that may log in; empty when no certificate may
     * @param trustedClients folder of the only client certificates that may open a secure channel, read anew for each
     *     channel; empty when every client may
     */
    public record Access(
            List<Security> security, Optional<X509Certificate> loginCertificate, Optional<Path> trustedClients) {
        public static final Access STANDARD =
                new Access(List.of(Security.NONE, Security.BASIC256SHA256), Optional.empty(), Optional.empty());

        public Access {
            security = List.copyOf(security);
        }
    }

    /** Security policies of OPC 10000-7. */
    public enum Security {
        NONE,
        BASIC256SHA256,
        AES128_SHA256_RSAOAEP,
        AES256_SHA256_RSAPSS
    }

    /** What a client finds when it browses. */
    public record Layout(Namespaces namespaces, Language language, NameplatePlace nameplate, Tree tree) {
        public static final Layout STANDARD =
                new Layout(Namespaces.FIXED, Language.EN, NameplatePlace.HOST, Tree.STANDARD);

        public Layout with(Tree changed) {
            return new Layout(namespaces, language, nameplate, changed);
        }

        /**
         * Where the device hangs and what hangs around it.
         *
         * @param nesting objects between the DeviceSet and the device, 0 to 6
         * @param hasAddIn the reference by which the device has its SoftwareUpdate
         * @param components parts of the device with a SoftwareUpdate of their own, 0 to 5
         * @param noise objects without meaning below the DeviceSet, and as many below the device
         */
        public record Tree(int nesting, AddInReference hasAddIn, int components, int noise) {
            public static final Tree STANDARD = new Tree(0, AddInReference.HAS_ADD_IN, 0, 0);
        }
    }

    /** Whether namespace indexes stay over reboots or are all different after each. */
    public enum Namespaces {
        FIXED,
        RESHUFFLED
    }

    /** Of texts and display names; node ids and browse names have none. */
    public enum Language {
        EN,
        DE
    }

    /** Where the vendor nameplate is (OPC 10000-100 4.5.2 and 8.3.11). */
    public enum NameplatePlace {
        /** On the device, whose type says that it has one. */
        HOST,
        /** In the device's functional group Identification. */
        IDENTIFICATION,
        /** On the device, which itself refers to IVendorNameplateType. */
        INTERFACE
    }

    /** The reference from the device to its SoftwareUpdate object. */
    public enum AddInReference {
        HAS_ADD_IN,
        HAS_COMPONENT,
        /** A vendor's subtype of a vendor's subtype of HasComponent. */
        VENDOR
    }

    /**
     * How services answer.
     *
     * @param delayMs by which each answer is late, on the real clock
     * @param maxReferences of a node in one Browse answer, 0 for all
     * @param subscriptions false when creating one is refused
     */
    public record Answers(int delayMs, int maxReferences, boolean subscriptions, Limits limits) {
        public static final Answers STANDARD = new Answers(0, 0, true, Limits.STANDARD);

        /**
         * What a request may contain; told to clients and held.
         *
         * @param maxByteStringLength bytes in one ByteString
         * @param maxMessageBytes bytes in one request
         * @param operationsPerCall operations in one request; empty for the limits usual for each service
         */
        public record Limits(int maxByteStringLength, int maxMessageBytes, Optional<Integer> operationsPerCall) {
            public static final int LARGEST_MESSAGE_BYTES = 2 * 1024 * 1024;

            /** A message that carries a ByteString needs room for its headers. */
            public static final int HEADER_BYTES = 1024;

            public static final Limits STANDARD =
                    new Limits(LARGEST_MESSAGE_BYTES - HEADER_BYTES, LARGEST_MESSAGE_BYTES, Optional.empty());
        }
    }

    /**
     * The server's own certificate.
     *
     * @param validDays from the start of the server on; 0 or less when it has run out already
     * @param changesAtBoot true for a new key and certificate after each boot
     * @param hostnames DNS names and IP addresses in the certificate
     */
    public record OwnCertificate(int validDays, boolean changesAtBoot, List<String> hostnames) {
        public static final OwnCertificate STANDARD =
                new OwnCertificate(3 * 365, false, List.of("localhost", "127.0.0.1"));

        public OwnCertificate {
            hostnames = List.copyOf(hostnames);
        }
    }

    /** The word for a constant in the file: lower case with dashes. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
