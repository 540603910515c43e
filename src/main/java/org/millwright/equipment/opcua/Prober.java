package org.millwright.equipment.opcua;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.opcua.probe.NodeSeen;
import org.millwright.equipment.opcua.probe.ServerSeen;
import org.millwright.equipment.opcua.probe.ServerSeen.AddInSeen;
import org.millwright.equipment.opcua.probe.ServerSeen.Cut;
import org.millwright.plant.Controller;
import org.millwright.plant.Controller.Access;
import org.millwright.plant.Controller.Expected;
import org.millwright.plant.Controller.Login;
import org.millwright.plant.Controller.Security;
import org.millwright.plant.ControllerId;
import org.millwright.release.Sha256;
import org.millwright.trust.Certificates;

/**
 * Looks at a server without touching it.
 *
 * <ol>
 *   <li>Asks for its endpoints and opens one session.
 *   <li>Browses and reads. No method is called, nothing is written, nothing is subscribed to.
 *   <li>Closes the session. A server that stops answering is reported with what was seen until then.
 * </ol>
 */
public final class Prober {
    /** Answers in parts that are listened to; the time is limited besides. */
    private static final int MAX_PARTS = 5_000;

    private static final List<Security> BEST_FIRST =
            List.of(Security.AES256_SHA256_RSAPSS, Security.AES128_SHA256_RSAOAEP, Security.BASIC256SHA256);

    private static final long[] LOGIN = {
        StatusCodes.Bad_UserAccessDenied,
        StatusCodes.Bad_IdentityTokenInvalid,
        StatusCodes.Bad_IdentityTokenRejected,
        StatusCodes.Bad_UserSignatureInvalid
    };

    private static final long[] CERTIFICATE = {
        StatusCodes.Bad_SecurityChecksFailed, StatusCodes.Bad_CertificateInvalid, StatusCodes.Bad_CertificateUntrusted
    };

    private final OpcuaEquipment.Trust trust;
    private final Secrets secrets;
    private final Clock clock;

    /**
     * Uses the certificates of a PKI folder; makes Millwright's own when it is not there.
     *
     * @throws IOException when the certificate can be neither read nor made
     */
    public Prober(Path pki, Map<String, String> environment, Clock clock) throws IOException {
        this.trust = OpcuaEquipment.Trust.in(pki);
        this.secrets = new Secrets(environment);
        this.clock = clock;
    }

    /**
     * What to look at.
     *
     * @param security empty: none where the server offers that, else the best that it offers
     * @param limit for everything
     */
    public record Wish(String address, Optional<Security> security, Optional<Login> login, Duration limit) {}

    /**
     * Looks, once.
     *
     * @throws EquipmentException when there is no session; the text names the address
     * @throws IOException when the PKI folder cannot be used
     */
    public ServerSeen probe(Wish wish) throws EquipmentException, IOException {
        Deadline deadline = Deadline.in(wish.limit());
        List<EndpointDescription> endpoints = connector(wish, Security.NONE).endpoints(deadline);
        Security security = wish.security().orElseGet(() -> usual(endpoints));
        Connection connection = connector(wish, security).open(deadline).connection();
        try {
            ServerSeen.About about = new AboutServer(connection, clock, deadline).read();
            Look look = new Look(connection, deadline);
            look.look();
            return new ServerSeen(
                    wish.address(),
                    words(security, wish.login()),
                    new SeenEndpoints(trust.controllers()).of(endpoints),
                    about,
                    look.seen,
                    look.cut());
        } finally {
            connection.closeAndWait();
        }
    }

    /** What stands between us and a session. */
    public enum Obstacle {
        /** Nobody answers there. */
        NOBODY,
        /** The server's certificate does not count; the text of the failure says what to do. */
        UNTRUSTED,
        /** The server does not take our certificate. */
        OWN_CERTIFICATE,
        LOGIN,
        /** The server said no, for the reason in the text of the failure. */
        REFUSED,
        /** Somebody answers, and not as an OPC UA server does. */
        NO_SENSE
    }

    /** What kind of failure it is that {@link #probe} ended with. */
    public static Obstacle obstacle(EquipmentException failure) {
        if (Failures.is(failure, LOGIN)) {
            return Obstacle.LOGIN;
        }
        return switch (failure.kind()) {
            case UNREACHABLE -> Obstacle.NOBODY;
            case UNTRUSTED -> Obstacle.UNTRUSTED;
            case REFUSED, NOT_PREPARED ->
                Failures.is(failure, CERTIFICATE) ? Obstacle.OWN_CERTIFICATE : Obstacle.REFUSED;
            case TIMED_OUT, BROKEN_PROTOCOL -> Obstacle.NO_SENSE;
        };
    }

    private Connector connector(Wish wish, Security security) {
        return new Connector(
                trust,
                secrets,
                new Controller(
                        id(wish.address()),
                        "",
                        Controller.Driver.OPCUA,
                        wish.address(),
                        new Expected("", ""),
                        new Access(security, wish.login()),
                        Map.of(),
                        Map.of()));
    }

    /** One for each address, so that the trust list does not take two devices for one that has changed. */
    private static ControllerId id(String address) {
        return new ControllerId("probe-"
                + Sha256.of(address.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 12));
    }

    private static Security usual(List<EndpointDescription> endpoints) {
        boolean open = endpoints.stream().anyMatch(e -> e.getSecurityMode() == MessageSecurityMode.None);
        return open
                ? Security.NONE
                : BEST_FIRST.stream()
                        .filter(security -> endpoints.stream().anyMatch(e -> offers(e, security)))
                        .findFirst()
                        .orElse(Security.BASIC256SHA256);
    }

    private static boolean offers(EndpointDescription e, Security security) {
        String policy = "#" + word(security);
        String uri = e.getSecurityPolicyUri();
        return e.getSecurityMode() == MessageSecurityMode.SignAndEncrypt && uri != null && uri.endsWith(policy);
    }

    /** The last part of the policy's URI (OPC 10000-7). */
    private static String word(Security security) {
        SecurityPolicy policy = Connector.policy(security);
        return policy.getUri().substring(policy.getUri().indexOf('#') + 1);
    }

    private static String words(Security security, Optional<Login> login) {
        String channel = security == Security.NONE ? "no security" : word(security) + ", signed and encrypted";
        String user = login.map(l -> "as " + l.name()).orElse("anonymous");
        return Certificates.harmless(channel + ", " + user);
    }

    /** One look around; what has been seen stays when the server stops answering. */
    private static final class Look {
        private final Connection connection;
        private final Deadline deadline;
        private final List<AddInSeen> seen = new ArrayList<>();
        private Optional<Cut> failure = Optional.empty();
        private boolean bounded;

        Look(Connection connection, Deadline deadline) {
            this.connection = connection;
            this.deadline = deadline;
        }

        void look() {
            try {
                addIns();
            } catch (EquipmentException e) {
                failure = Optional.of(new Cut(true, Certificates.harmless(String.valueOf(e.getMessage()))));
            }
        }

        private void addIns() throws EquipmentException {
            Browser browser = new Browser(connection, deadline, MAX_PARTS);
            TypeChains chains = new TypeChains(browser, connection);
            AddInWalk walk = new AddInWalk(
                    connection,
                    browser,
                    Optional.ofNullable(connection.namespaces().getIndex(NodeSeen.DI)));
            NodeSurvey survey = new NodeSurvey(connection, browser, chains, deadline);
            for (AddInWalk.Candidate candidate : distinct(walk.search(), chains)) {
                NodeSeen host = survey.host(candidate.host());
                seen.add(new AddInSeen(path(candidate.host().path()), host, survey.addIn(candidate.addIn())));
                bounded = survey.cutShort();
            }
            bounded |= walk.cutShort() || browser.cutShort();
        }

        private static String path(String told) {
            return told.isEmpty() ? "/" : told;
        }

        /** An AddIn that is found below several objects belongs to the one that has it as a component. */
        private static List<AddInWalk.Candidate> distinct(List<AddInWalk.Candidate> all, TypeChains chains)
                throws EquipmentException {
            chains.learn(all.stream()
                    .flatMap(c -> c.addIn().described().stream())
                    .map(d -> d.getReferenceTypeId())
                    .toList());
            String component = "i=" + NodeIds.HasComponent.getIdentifier();
            Map<NodeId, AddInWalk.Candidate> chosen = new LinkedHashMap<>();
            for (boolean asComponent : new boolean[] {true, false}) {
                all.stream()
                        .filter(c -> asComponent
                                == c.addIn()
                                        .described()
                                        .filter(d -> chains.chain(d.getReferenceTypeId())
                                                .contains(component))
                                        .isPresent())
                        .forEach(c -> chosen.putIfAbsent(c.addIn().node(), c));
            }
            return all.stream()
                    .filter(c -> c.equals(chosen.get(c.addIn().node())))
                    .distinct()
                    .toList();
        }

        Optional<Cut> cut() {
            return failure.or(() -> bounded
                    ? Optional.of(new Cut(false, "has more objects or references than a probe looks at"))
                    : Optional.empty());
        }
    }
}
