package org.millwright;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.opcua.Prober;
import org.millwright.equipment.opcua.probe.Deviation.Severity;
import org.millwright.equipment.opcua.probe.Report;
import org.millwright.plant.Controller.Login;
import org.millwright.plant.Controller.Secret;
import org.millwright.plant.Controller.Security;
import org.millwright.plant.Protocol;
import org.millwright.trust.Certificates;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Looks at a controller that nobody has seen before, and touches nothing there. Exit code 0 when no deviation is an error
 * and all of a profile could be read, 1 when not, 2 for a wish that cannot be understood, 3 when there was no connection.
 */
@Command(
        name = "probe",
        description =
                "Shows what an OPC UA server offers for software updates and where it leaves OPC 10000-100, or what"
                        + " stands at the addresses of a profile.",
        mixinStandardHelpOptions = true)
final class Probe implements Callable<Integer> {
    static final int DEVIATES = 1;
    static final int NOT_CONNECTED = 3;
    private static final int LONGEST_SECONDS = 3_600;
    private static final String OPC_UA = "opc.tcp";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "ADDRESS",
            description =
                    "For example opc.tcp://192.168.0.10:4840, or modbus-tcp:tcp://192.168.0.11:502 with --profile.")
    private String address = "";

    @Option(
            names = "--security",
            paramLabel = "POLICY",
            description = "none, basic256sha256, aes128-sha256-rsaoaep or aes256-sha256-rsapss; by default none where"
                    + " the server offers it, else the best that it offers.")
    private Optional<String> security = Optional.empty();

    @Option(names = "--user", paramLabel = "NAME", description = "Logs in as this user; anonymous by default.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--password-env", paramLabel = "VAR", description = "Environment variable with the password.")
    private Optional<String> passwordVariable = Optional.empty();

    @Option(names = "--password-file", paramLabel = "FILE", description = "File with the password.")
    private Optional<Path> passwordFile = Optional.empty();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "What the controller is: config/profiles/NAME.yaml, or a file NAME that ends in .yaml.")
    private Optional<String> profile = Optional.empty();

    @Option(names = "--data", paramLabel = "DIR", description = "Data folder of the service, ./data by default.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "For the whole look, 30 by default.")
    private int timeoutSeconds = 30;

    @Option(names = "--json", description = "As one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Optional<Protocol> described = ProfileProbe.protocol(address);
        if (described.isPresent() || profile.isPresent()) {
            return probeByProfile(described);
        }
        Prober.Wish wish = new Prober.Wish(checkedAddress(), security.map(this::policy), login(), limit());
        Path pki = PkiFolder.of(data);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Clock clock = new SteadyClock();
            Report report = Report.of(new Prober(pki, System.getenv(), clock).probe(wish), clock.instant());
            out.print(json ? new ProbeJson(report).written() : new ProbeText(report).text());
            out.flush();
            return report.has(Severity.ERROR) ? DEVIATES : 0;
        } catch (EquipmentException e) {
            ProbeTrouble trouble = ProbeTrouble.of(address, e, pki);
            (json ? out : err).print(json ? trouble.json() : trouble.text());
        } catch (IOException e) {
            err.println(Certificates.harmless("the PKI folder " + pki + " cannot be used: " + e.getMessage()));
        }
        out.flush();
        err.flush();
        return NOT_CONNECTED;
    }

    private int probeByProfile(Optional<Protocol> protocol) {
        if (profile.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--profile NAME has to say what is where in such a controller");
        }
        if (protocol.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "a profile is for addresses like modbus-tcp:tcp://192.168.0.11:502");
        }
        if (security.isPresent() || login().isPresent()) {
            throw new ParameterException(spec.commandLine(), "this protocol has neither --security nor --user");
        }
        CommandLine command = spec.commandLine();
        ProfileProbe probe = new ProfileProbe(address, profile.get(), limit());
        int code = probe.run(json, command.getOut(), command.getErr());
        command.getOut().flush();
        command.getErr().flush();
        return code;
    }

    private String checkedAddress() {
        URI uri = uri();
        String scheme = uri.getScheme();
        if (scheme != null && !scheme.equals(OPC_UA)) {
            throw new ParameterException(
                    spec.commandLine(), "no driver for it yet: " + Certificates.harmless(scheme) + "://");
        }
        if (scheme == null || uri.getHost() == null) {
            throw new ParameterException(spec.commandLine(), "not an address of the form opc.tcp://host:port/path");
        }
        return address;
    }

    private URI uri() {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            throw new ParameterException(spec.commandLine(), "not an address of the form opc.tcp://host:port/path", e);
        }
    }

    private Security policy(String word) {
        return Arrays.stream(Security.values())
                .filter(known -> word(known).equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--security is one of "
                                + Arrays.stream(Security.values())
                                        .map(Probe::word)
                                        .collect(Collectors.joining(", "))));
    }

    private static String word(Security security) {
        return security.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Optional<Login> login() {
        if (passwordVariable.isPresent() && passwordFile.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--password-env or --password-file, not both");
        }
        Optional<Secret> secret = passwordVariable
                .<Secret>map(Secret.EnvironmentVariable::new)
                .or(() -> passwordFile.map(Secret.File::new));
        if (user.isPresent() != secret.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--user goes together with --password-env or --password-file");
        }
        return user.flatMap(name -> secret.map(s -> new Login.Password(name, s)));
    }

    private Duration limit() {
        if (timeoutSeconds < 1 || timeoutSeconds > LONGEST_SECONDS) {
            throw new ParameterException(spec.commandLine(), "--timeout is 1 to " + LONGEST_SECONDS + " seconds");
        }
        return Duration.ofSeconds(timeoutSeconds);
    }
}
