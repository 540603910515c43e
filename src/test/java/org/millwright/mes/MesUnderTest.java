package org.millwright.mes;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.millwright.access.LiveAccounts;
import org.millwright.access.LogIn;
import org.millwright.access.PasswordHash;
import org.millwright.access.Role;
import org.millwright.trust.TestCertificate;
import org.millwright.trust.TrustList;

/** The server on a folder and a port of its own; one account a role, named as the role, all with one password. */
final class MesUnderTest implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";
    static final TestCertificate CLIENT = TestCertificate.of("mes-client").make();
    static final TestCertificate USER = TestCertificate.of("mes-user").make();
    /** Made once: hashing takes its time. */
    private static final String HASH = PasswordHash.of(PASSWORD).phc();

    final Path folder;
    final MesServer server;
    final MesSettings settings;
    final LogIn logIn;
    final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    private final List<OpcUaClient> clients = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord said) {
            log.add(String.valueOf(said.getMessage()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    MesUnderTest(Path folder, Map<String, String> wishes, Clock clock, Part... parts) throws Exception {
        this.folder = folder;
        for (String logger : List.of("org.millwright.mes", "org.eclipse.milo.opcua.stack.transport.server")) {
            Logger.getLogger(logger).addHandler(handler);
        }
        writeUsers(Map.of());
        new TrustList(folder.resolve("pki/clients")).add(CLIENT.writeTo(folder.resolve("client.der")));
        logIn = new LogIn(new LiveAccounts(users(), log::add), clock);
        Map<String, String> all = wishes.entrySet().stream()
                .collect(Collectors.toMap(e -> "millwright.mes." + e.getKey(), Map.Entry::getValue));
        this.settings = new SmallRyeConfigBuilder()
                .withMapping(MesSettings.class)
                .withSources(new PropertiesConfigSource(all, "test", 500))
                .build()
                .getConfigMapping(MesSettings.class);
        server = MesServer.start(new MesServer.Site(settings, 0, folder.resolve("pki"), logIn, clock), List.of(parts));
    }

    Path users() {
        return folder.resolve("users.yaml");
    }

    /** Rewrites the accounts; some have another role than they are called by. */
    void writeUsers(Map<String, Role> others) throws Exception {
        StringBuilder yaml = new StringBuilder("users:\n");
        for (Role role : Role.values()) {
            yaml.append("  - {name: %s, password: \"%s\", role: %s}%n"
                    .formatted(
                            role.key(),
                            HASH,
                            others.getOrDefault(role.key(), role).key()));
        }
        yaml.append("certificates:\n  - {sha256: \"%s\", name: robot, role: mes}%n"
                .formatted(USER.fingerprint().hex()));
        Files.writeString(users(), yaml);
    }

    int port() {
        return Integer.parseInt(server.address().replaceAll(".*:([0-9]+)/.*", "$1"));
    }

    List<String> logged(String part) {
        return log.stream().filter(l -> l.contains(part)).toList();
    }

    OpcUaClient connect(IdentityProvider identity) throws Exception {
        return connect(SecurityPolicy.Basic256Sha256, MessageSecurityMode.SignAndEncrypt, CLIENT, identity);
    }

    OpcUaClient connect(
            SecurityPolicy policy, MessageSecurityMode mode, TestCertificate certificate, IdentityProvider identity)
            throws Exception {
        OpcUaClient client = OpcUaClient.create(
                server.address(),
                all -> endpoint(all, policy, mode),
                transport -> transport.setConnectTimeout(uint(20_000)),
                config -> config.setApplicationUri(TestCertificate.uri(name(certificate)))
                        .setKeyPair(certificate.keys())
                        .setCertificate(certificate.certificate())
                        .setCertificateChain(new X509Certificate[] {certificate.certificate()})
                        .setIdentityProvider(identity)
                        .setRequestTimeout(uint(20_000)));
        clients.add(client);
        try {
            return client.connect();
        } catch (Exception e) {
            var _ = client.disconnectAsync();
            throw e;
        }
    }

    private static String name(TestCertificate certificate) {
        return certificate.certificate().getSubjectX500Principal().getName().replaceAll(".*CN=([^,]+).*", "$1");
    }

    private static Optional<EndpointDescription> endpoint(
            List<EndpointDescription> all, SecurityPolicy policy, MessageSecurityMode mode) {
        return all.stream()
                .filter(e -> policy.getUri().equals(e.getSecurityPolicyUri()) && mode == e.getSecurityMode())
                .findFirst();
    }

    @Override
    public void close() {
        for (OpcUaClient client : clients) {
            client.disconnectAsync().join();
        }
        server.close();
        for (String logger : List.of("org.millwright.mes", "org.eclipse.milo.opcua.stack.transport.server")) {
            Logger.getLogger(logger).removeHandler(handler);
        }
    }
}
