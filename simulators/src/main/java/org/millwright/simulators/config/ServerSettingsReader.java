package org.millwright.simulators.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.millwright.simulators.config.ServerSettings.Access;
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

/** Reads the optional section {@code server:} of a controller; what it leaves out is as in {@link ServerSettings#STANDARD}. */
final class ServerSettingsReader {
    /** The smallest message that a chunk of OPC 10000-6 can carry. */
    private static final int MIN_MESSAGE_BYTES = 8196;

    private static final int MIN_BYTE_STRING = 256;
    private static final int MAX_OPERATIONS = 10_000;
    private static final int MAX_DELAY_MS = 60_000;
    private static final int MAX_NOISE = 5_000;
    private static final int MAX_DAYS = 10_000;
    private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9:][A-Za-z0-9:.-]{0,252}");

    private final YamlSection server;

    private ServerSettingsReader(YamlSection server) {
        this.server = server;
    }

    static ServerSettings read(YamlSection server) throws ConfigException {
        server.allow(
                "security",
                "loginCertificate",
                "trustedClients",
                "namespaces",
                "language",
                "nameplate",
                "nesting",
                "hasAddIn",
                "components",
                "answerDelayMs",
                "noise",
                "maxReferences",
                "subscriptions",
                "limits",
                "certificate");
        ServerSettingsReader reader = new ServerSettingsReader(server);
        return new ServerSettings(reader.access(), reader.layout(), reader.answers(), reader.certificate());
    }

    private Access access() throws ConfigException {
        List<Security> security = server.choices("security", Security.class, Access.STANDARD.security());
        return new Access(security, loginCertificate(), trustedClients());
    }

    private Optional<X509Certificate> loginCertificate() throws ConfigException {
        if (!server.has("loginCertificate")) {
            return Optional.empty();
        }
        try {
            return Optional.of(CertificateFile.read(beside(server.text("loginCertificate"))));
        } catch (IOException unusable) {
            throw server.problem("loginCertificate", "'loginCertificate': " + unusable.getMessage());
        }
    }

    private Optional<Path> trustedClients() throws ConfigException {
        if (!server.has("trustedClients") || server.text("trustedClients").equals("any")) {
            return Optional.empty();
        }
        Path folder = beside(server.text("trustedClients"));
        if (!Files.isDirectory(folder)) {
            throw server.problem(
                    "trustedClients", "'trustedClients' must be any or a folder, found '%s'".formatted(folder));
        }
        return Optional.of(folder);
    }

    /** Paths are meant from the simulator file on. */
    private Path beside(String path) {
        return Path.of(server.file()).toAbsolutePath().resolveSibling(path);
    }

    private Layout layout() throws ConfigException {
        Layout usual = Layout.STANDARD;
        return new Layout(
                server.choice("namespaces", Namespaces.class, usual.namespaces()),
                server.choice("language", Language.class, usual.language()),
                server.choice("nameplate", NameplatePlace.class, usual.nameplate()),
                new Tree(
                        number("nesting", usual.tree().nesting(), 6),
                        addIn(),
                        number("components", usual.tree().components(), 5),
                        number("noise", usual.tree().noise(), MAX_NOISE)));
    }

    /** Written as the standard writes its reference types. */
    private AddInReference addIn() throws ConfigException {
        if (!server.has("hasAddIn")) {
            return Tree.STANDARD.hasAddIn();
        }
        return switch (server.text("hasAddIn")) {
            case "hasAddIn" -> AddInReference.HAS_ADD_IN;
            case "hasComponent" -> AddInReference.HAS_COMPONENT;
            case "vendor" -> AddInReference.VENDOR;
            case String other ->
                throw server.problem(
                        "hasAddIn",
                        "'hasAddIn' must be one of hasAddIn, hasComponent, vendor, found '%s'".formatted(other));
        };
    }

    private Answers answers() throws ConfigException {
        Answers usual = Answers.STANDARD;
        Optional<YamlSection> limits = server.optionalSection("limits");
        return new Answers(
                number("answerDelayMs", usual.delayMs(), MAX_DELAY_MS),
                number("maxReferences", usual.maxReferences(), MAX_OPERATIONS),
                server.has("subscriptions") ? server.flag("subscriptions") : usual.subscriptions(),
                limits.isPresent() ? limits(limits.get()) : usual.limits());
    }

    private static Limits limits(YamlSection limits) throws ConfigException {
        limits.allow("maxByteStringLength", "maxMessageBytes", "operationsPerCall");
        int message = limits.has("maxMessageBytes")
                ? (int) limits.integer("maxMessageBytes", MIN_MESSAGE_BYTES, Limits.LARGEST_MESSAGE_BYTES)
                : Limits.LARGEST_MESSAGE_BYTES;
        int room = message - Limits.HEADER_BYTES;
        return new Limits(
                limits.has("maxByteStringLength")
                        ? (int) limits.integer("maxByteStringLength", MIN_BYTE_STRING, room)
                        : room,
                message,
                limits.has("operationsPerCall")
                        ? Optional.of((int) limits.integer("operationsPerCall", 1, MAX_OPERATIONS))
                        : Optional.empty());
    }

    private OwnCertificate certificate() throws ConfigException {
        OwnCertificate usual = OwnCertificate.STANDARD;
        Optional<YamlSection> section = server.optionalSection("certificate");
        if (section.isEmpty()) {
            return usual;
        }
        YamlSection certificate = section.get().allow("validDays", "changesAtBoot", "hostnames");
        return new OwnCertificate(
                certificate.has("validDays")
                        ? (int) certificate.integer("validDays", -MAX_DAYS, MAX_DAYS)
                        : usual.validDays(),
                certificate.has("changesAtBoot") ? certificate.flag("changesAtBoot") : usual.changesAtBoot(),
                certificate.has("hostnames") ? hostnames(certificate) : usual.hostnames());
    }

    private static List<String> hostnames(YamlSection certificate) throws ConfigException {
        List<String> hostnames = new ArrayList<>();
        for (String name : certificate.texts("hostnames")) {
            if (!HOSTNAME.matcher(name).matches()) {
                throw certificate.problem(
                        "hostnames", "'hostnames' must be host names or IP addresses, found '%s'".formatted(name));
            }
            hostnames.add(name);
        }
        return hostnames;
    }

    private int number(String key, int usual, int max) throws ConfigException {
        return server.has(key) ? (int) server.integer(key, 0, max) : usual;
    }
}
