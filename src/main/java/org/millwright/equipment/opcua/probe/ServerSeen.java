package org.millwright.equipment.opcua.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that one probe has seen. Texts are harmless to a terminal.
 *
 * @param address as it was asked for
 * @param connection what the session runs on, for example "None, anonymous"
 * @param softwareUpdates the AddIns, with the objects that have them
 * @param cut why there may be more than was seen; empty when all was
 */
public record ServerSeen(
        String address,
        String connection,
        List<EndpointSeen> endpoints,
        About about,
        List<AddInSeen> softwareUpdates,
        Optional<Cut> cut) {

    public ServerSeen {
        endpoints = List.copyOf(endpoints);
        softwareUpdates = List.copyOf(softwareUpdates);
    }

    /**
     * An end of the look before all was seen.
     *
     * @param failed whether the server did not answer; else there was more than a probe looks at
     */
    public record Cut(boolean failed, String why) {}

    /**
     * What the server says of itself.
     *
     * @param build name and value, as OPC 10000-5 12.4 names them
     * @param state of the server, 0 is running (OPC 10000-5 12.6); empty when it is not told
     * @param clockOffset how far its clock is ahead of ours; empty when it does not tell its time
     * @param limits name and value, as OPC 10000-5 6.3 names them; what it does not tell is not there
     * @param namespaces in their order
     */
    public record About(
            Map<String, String> build,
            Optional<Integer> state,
            Optional<Duration> clockOffset,
            Map<String, Long> limits,
            List<String> namespaces) {}

    /**
     * One way in.
     *
     * @param policy last part of the policy's URI, for example Basic256Sha256
     * @param tokens kinds of log-in, each with the policy that protects it
     * @param certificate empty when it shows none that can be read
     */
    public record EndpointSeen(
            String url,
            String policy,
            String mode,
            String applicationUri,
            List<TokenSeen> tokens,
            Optional<CertificateSeen> certificate) {
        public EndpointSeen {
            tokens = List.copyOf(tokens);
        }

        public boolean secured() {
            return !"None".equals(mode);
        }
    }

    /** A kind of log-in and the last part of the policy that protects its secret. */
    public record TokenSeen(String kind, String policy) {}

    /**
     * A certificate that is shown.
     *
     * @param applicationUri that it was made for; empty when it names none
     * @param hosts names and addresses that it was made for
     * @param keyBits of an RSA key; 0 for another kind
     * @param trusted whether a person has trusted this one
     */
    public record CertificateSeen(
            String subject,
            String fingerprint,
            Instant from,
            Instant to,
            String applicationUri,
            List<String> hosts,
            int keyBits,
            String signature,
            boolean trusted) {
        public CertificateSeen {
            hosts = List.copyOf(hosts);
        }
    }

    /** An AddIn and the object that has it. */
    public record AddInSeen(String path, NodeSeen host, NodeSeen addIn) {}
}
