package org.millwright.simulators.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.millwright.simulators.faults.Fault;

/** Turns a simulator file into records; nothing is taken that is unknown, missing or out of range. */
final class LineFileReader {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
    private static final int MAX_PACKAGE_BYTES = 256 * 1024 * 1024;
    private static final int MAX_CONTROLLERS = 500;
    private static final double HOUR_S = 3600;

    private final Map<String, String> environment;

    private LineFileReader(Map<String, String> environment) {
        this.environment = environment;
    }

    static LineFile read(Path file, Map<String, String> environment) throws ConfigException {
        return new LineFileReader(environment).line(YamlDocument.open(file));
    }

    private LineFile line(YamlSection root) throws ConfigException {
        root.allow("line", "scale", "seed", "timing", "controllers", "faults");
        TimingSettings timing = timing(root.section("timing"));
        List<YamlSection> entries = root.sections("controllers");
        if (entries.size() > MAX_CONTROLLERS) {
            throw root.problem("controllers", "more than %d controllers".formatted(MAX_CONTROLLERS));
        }
        List<ControllerSettings> controllers = new ArrayList<>();
        Set<Integer> ports = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (YamlSection entry : entries) {
            ControllerSettings controller = controller(entry, timing);
            if (!ids.add(controller.id())) {
                throw entry.problem("id", "the id '%s' is used twice".formatted(controller.id()));
            }
            if (controller.port() != 0 && !ports.add(controller.port())) {
                throw entry.problem("port", "the port %d is used twice".formatted(controller.port()));
            }
            controllers.add(controller);
        }
        return new LineFile(
                id(root, "line"),
                root.number("scale", 0.1, 10_000),
                root.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE),
                controllers,
                faults(root, controllers));
    }

    private ControllerSettings controller(YamlSection entry, TimingSettings usual) throws ConfigException {
        entry.allow(
                "id",
                "port",
                "login",
                "identity",
                "software",
                "timing",
                "station",
                "server",
                "modbus",
                "parameters",
                "retained",
                "update");
        Optional<YamlSection> login = entry.optionalSection("login");
        Optional<YamlSection> timing = entry.optionalSection("timing");
        Optional<YamlSection> server = entry.optionalSection("server");
        Optional<YamlSection> update = entry.optionalSection("update");
        Optional<ModbusSettings> modbus =
                entry.has("modbus") ? Optional.of(ModbusSection.read(entry)) : Optional.empty();
        ControllerSettings controller = new ControllerSettings(
                id(entry, "id"),
                (int) entry.integer("port", 0, 65_535),
                login.isPresent() ? Optional.of(login(login.get())) : Optional.empty(),
                identity(entry.section("identity")),
                software(entry.section("software")),
                timing.isPresent() ? timing(timing.get()) : usual,
                station(entry.section("station")),
                server.isPresent() ? ServerSettingsReader.read(server.get()) : ServerSettings.STANDARD,
                parameters(entry.section("parameters")),
                retained(entry.section("retained")),
                update.isPresent() ? UpdateSection.read(update.get()) : UpdateSettings.USUAL,
                modbus);
        if (modbus.isPresent()) {
            ModbusSection.requireFits(entry, controller);
        }
        return controller;
    }

    private Login login(YamlSection login) throws ConfigException {
        login.allow("user", "password", "passwordEnv");
        if (login.has("password") == login.has("passwordEnv")) {
            throw login.problem("user", "give either 'password' or 'passwordEnv'");
        }
        if (login.has("password")) {
            return new Login(login.text("user"), login.text("password"));
        }
        String name = login.text("passwordEnv");
        String password = environment.get(name);
        if (password == null || password.isEmpty()) {
            throw login.problem("passwordEnv", "the environment variable %s is not set".formatted(name));
        }
        return new Login(login.text("user"), password);
    }

    private static IdentitySettings identity(YamlSection identity) throws ConfigException {
        identity.allow("manufacturer", "manufacturerUri", "productCode", "model", "hardwareRevision", "serialNumber");
        return new IdentitySettings(
                identity.text("manufacturer"),
                identity.text("manufacturerUri"),
                id(identity, "productCode"),
                identity.text("model"),
                (int) identity.integer("hardwareRevision", 0, 9999),
                identity.text("serialNumber"));
    }

    private static SoftwareSettings software(YamlSection software) throws ConfigException {
        software.allow("revision", "packageBytes", "keepsParameters", "fallbackSlot", "patch");
        return new SoftwareSettings(
                id(software, "revision"),
                (int) software.integer("packageBytes", 1, MAX_PACKAGE_BYTES),
                software.flag("keepsParameters"),
                software.flag("fallbackSlot"),
                software.has("patch") ? id(software, "patch") : "");
    }

    private static TimingSettings timing(YamlSection timing) throws ConfigException {
        timing.allow("prepareSeconds", "installSeconds", "bootSeconds", "resumeSeconds");
        return new TimingSettings(
                seconds(timing, "prepareSeconds"),
                seconds(timing, "installSeconds"),
                seconds(timing, "bootSeconds"),
                seconds(timing, "resumeSeconds"));
    }

    private static StationSettings station(YamlSection station) throws ConfigException {
        station.allow("cycleSeconds", "jitter", "rejectRate", "alarmRate", "buffer", "recipe");
        return new StationSettings(
                seconds(station, "cycleSeconds"),
                station.number("jitter", 0, 0.5),
                station.number("rejectRate", 0, 1),
                station.number("alarmRate", 0, 1),
                (int) station.integer("buffer", 1, 1000),
                station.text("recipe"));
    }

    private static Duration seconds(YamlSection section, String key) throws ConfigException {
        return Duration.ofMillis(Math.round(section.number(key, 0.1, HOUR_S) * 1000));
    }

    private static Map<String, String> parameters(YamlSection section) throws ConfigException {
        Map<String, String> parameters = new HashMap<>();
        for (String name : section.keys()) {
            id(section, name, name);
            String value = section.scalar(name).asText();
            if (value.length() > 200 || value.chars().anyMatch(Character::isISOControl)) {
                throw section.problem(name, "'%s' must be at most 200 characters in one line".formatted(name));
            }
            parameters.put(name, value);
        }
        return parameters;
    }

    private static Map<String, RetainedSettings> retained(YamlSection section) throws ConfigException {
        Map<String, RetainedSettings> retained = new HashMap<>();
        for (String name : section.keys()) {
            id(section, name, name);
            YamlSection entry = section.section(name).allow("start", "perCycle");
            double perCycle = entry.has("perCycle") ? entry.number("perCycle", 0, 1_000_000) : 0;
            Object start = retainedStart(entry);
            if (perCycle != 0 && start instanceof String) {
                throw entry.problem("perCycle", "a text cannot grow, leave 'perCycle' out");
            }
            if (start instanceof Long && perCycle != Math.rint(perCycle)) {
                throw entry.problem("perCycle", "'perCycle' must be whole, like 'start'");
            }
            retained.put(name, new RetainedSettings(start, perCycle));
        }
        return retained;
    }

    private static Object retainedStart(YamlSection entry) throws ConfigException {
        JsonNode value = entry.scalar("start");
        if (value.isIntegralNumber()) {
            return entry.integer("start", 0, Long.MAX_VALUE);
        }
        return value.isNumber() ? (Object) value.doubleValue() : entry.text("start");
    }

    private static List<Fault> faults(YamlSection root, List<ControllerSettings> controllers) throws ConfigException {
        List<Fault> faults = new ArrayList<>();
        for (String text : root.texts("faults")) {
            try {
                faults.add(LineFile.fault(text, controllers));
            } catch (Fault.BadFault bad) {
                throw root.problem("faults", bad.reason());
            }
        }
        return faults;
    }

    private static String id(YamlSection section, String key) throws ConfigException {
        return id(section, key, section.text(key));
    }

    private static String id(YamlSection section, String key, String id) throws ConfigException {
        if (!ID.matcher(id).matches()) {
            throw section.problem(key, "'%s' must be letters, digits, '.', '_' or '-', at most 63".formatted(id));
        }
        return id;
    }
}
