package org.millwright.simulators.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.millwright.simulators.config.ServerSettings.AddInReference;
import org.millwright.simulators.config.ServerSettings.Answers;
import org.millwright.simulators.config.ServerSettings.Answers.Limits;
import org.millwright.simulators.config.ServerSettings.Language;
import org.millwright.simulators.config.ServerSettings.Layout;
import org.millwright.simulators.config.ServerSettings.Layout.Tree;
import org.millwright.simulators.config.ServerSettings.NameplatePlace;
import org.millwright.simulators.config.ServerSettings.Namespaces;
import org.millwright.simulators.config.ServerSettings.OwnCertificate;
import org.millwright.simulators.config.ServerSettings.Security;

/** The section {@code server:} of a controller. */
class ServerSettingsTest {
    private static final String FILE = """
            line: l1
            scale: 20
            seed: 1
            timing: {prepareSeconds: 10, installSeconds: 60, bootSeconds: 40, resumeSeconds: 4}
            controllers:
              - id: p1
                port: 0
                server:
                  <settings>
                identity:
                  manufacturer: Halden Controls
                  manufacturerUri: urn:halden:controls
                  productCode: HC-210
                  model: HC
                  hardwareRevision: 4
                  serialNumber: S1
                software: {revision: 2.3.1, packageBytes: 1000, keepsParameters: true, fallbackSlot: true}
                station: {cycleSeconds: 7, jitter: 0, rejectRate: 0, alarmRate: 0, buffer: 2, recipe: R1}
                parameters: {}
                retained: {}
            """;

    @TempDir
    Path folder = Path.of(".");

    @Test
    void everySettingArrivesWhereItBelongs() throws Exception {
        X509Certificate user = certificate();
        Files.write(folder.resolve("user.der"), user.getEncoded());
        Files.createDirectory(folder.resolve("trusted"));
        ServerSettings server = read(
                "security: [aes256-sha256-rsapss, aes128-sha256-rsaoaep]",
                "loginCertificate: user.der",
                "trustedClients: trusted",
                "namespaces: reshuffled",
                "language: de",
                "nameplate: identification",
                "nesting: 3",
                "hasAddIn: vendor",
                "components: 2",
                "answerDelayMs: 250",
                "noise: 40",
                "maxReferences: 10",
                "subscriptions: false",
                "limits: {maxByteStringLength: 1000, maxMessageBytes: 16384, operationsPerCall: 5}",
                "certificate: {validDays: 12, changesAtBoot: true, hostnames: [plc.example, 127.0.0.1]}");
        assertThat(server.access().security())
                .containsExactly(Security.AES256_SHA256_RSAPSS, Security.AES128_SHA256_RSAOAEP);
        assertThat(server.access().loginCertificate()).contains(user);
        assertThat(server.access().trustedClients()).contains(folder.resolve("trusted"));
        assertThat(server.layout())
                .isEqualTo(new Layout(
                        Namespaces.RESHUFFLED,
                        Language.DE,
                        NameplatePlace.IDENTIFICATION,
                        new Tree(3, AddInReference.VENDOR, 2, 40)));
        assertThat(server.answers()).isEqualTo(new Answers(250, 10, false, new Limits(1000, 16384, Optional.of(5))));
        assertThat(server.certificate()).isEqualTo(new OwnCertificate(12, true, List.of("plc.example", "127.0.0.1")));
    }

    @Test
    void whatIsLeftOutIsAsUsual() throws Exception {
        assertThat(read("nesting: 0")).isEqualTo(ServerSettings.STANDARD);
        assertThat(read("limits: {maxMessageBytes: 20000}").answers().limits())
                .as("a block has to fit into a message")
                .isEqualTo(new Limits(20_000 - 1024, 20_000, Optional.empty()));
    }

    @Test
    void aUserCertificateMayBePem() throws Exception {
        X509Certificate user = certificate();
        Files.writeString(
                folder.resolve("user.pem"),
                "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                        .formatted(Base64.getMimeEncoder().encodeToString(user.getEncoded())));
        assertThat(read("loginCertificate: user.pem").access().loginCertificate())
                .contains(user);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            securty: [none]                       | unknown key 'securty', did you mean 'security'?
            security: [basic128]                  | must be one of none, basic256sha256, aes128-sha256-rsaoaep, aes256-sha256-rsapss, found 'basic128'
            security: [none, none]                | names none twice
            security: []                          | a list with at least one of none, basic256sha256
            security: none                        | a list with at least one of none, basic256sha256
            loginCertificate: missing.pem         | missing.pem is not a file
            trustedClients: nowhere               | 'trustedClients' must be any or a folder
            namespaces: shuffled                  | must be one of fixed, reshuffled, found 'shuffled'
            language: fr                          | must be one of en, de, found 'fr'
            nameplate: none                       | must be one of host, identification, interface, found 'none'
            nesting: 7                            | 'nesting' must be a whole number from 0 to 6
            hasAddIn: hasaddin                    | must be one of hasAddIn, hasComponent, vendor, found 'hasaddin'
            components: 6                         | 'components' must be a whole number from 0 to 5
            answerDelayMs: -1                     | 'answerDelayMs' must be a whole number from 0 to 60000
            subscriptions: maybe                  | 'subscriptions' must be true or false
            limits: {maxNodes: 5}                 | unknown key 'maxNodes'
            limits: {maxMessageBytes: 100}        | 'maxMessageBytes' must be a whole number from 8196 to 2097152
            limits: {operationsPerCall: 0}        | 'operationsPerCall' must be a whole number from 1
            certificate: {days: 5}                | unknown key 'days'
            certificate: {hostnames: plc.example} | 'hostnames' must be a list of texts, found 'plc.example'
            certificate: {hostnames: ['a b']}     | must be host names or IP addresses, found 'a b'
            """)
    void aMistakeIsNamedWithItsLineAndWhatWouldBeValid(String line, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(line))
                .withMessageContaining("line.yaml:9: ")
                .withMessageContaining(message);
    }

    private ServerSettings read(String... lines) throws ConfigException, IOException {
        Path file = folder.resolve("line.yaml");
        Files.write(
                file, FILE.replace("<settings>", String.join("\n      ", lines)).getBytes(UTF_8));
        return LineFile.read(file, Map.of()).controllers().getFirst().server();
    }

    private static X509Certificate certificate() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        return new SelfSignedCertificateBuilder(keys).setCommonName("user").build();
    }
}
