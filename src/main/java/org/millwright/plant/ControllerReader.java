package org.millwright.plant;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.millwright.document.Field;
import org.millwright.document.Item;
import org.millwright.document.Section;
import org.millwright.plant.Controller.Access;
import org.millwright.plant.Controller.Driver;
import org.millwright.plant.Controller.Expected;
import org.millwright.plant.Controller.Login;
import org.millwright.plant.Controller.Secret;
import org.millwright.plant.Controller.Security;

/** Reads the controllers of plant.yaml; one reader for the whole plant, so that it sees what stands there twice. */
final class ControllerReader {
    private static final Pattern OPC_UA_ADDRESS =
            Pattern.compile("opc\\.tcp://(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]):([0-9]{1,5})(?:/\\S*)?");
    private static final Pattern OPC_UA_NODE = Pattern.compile("(?:nsu=[^;]+;|ns=[0-9]{1,5};)?[isgb]=.+");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String A_SECRET =
            "expected {env: NAME} or {file: PATH}; a password never stands in plant.yaml itself";
    private static final String ALONE = "expected an address that no other controller has";
    private static final String A_NODE = "expected OPC UA node ids like nsu=urn:maker:machine;s=State";

    private final Path folder;
    private final Profiles profiles;
    private final Map<String, String> mapNames;
    private final Field<Map<String, TagMap>> maps;
    private final Set<ControllerId> ids = new HashSet<>();
    private final Set<String> addresses = new HashSet<>();
    private final Set<ConnectionString> devices = new HashSet<>();

    /**
     * @param folder where files of secrets are found
     * @param mapNames names of all tag maps, also when one of them is wrong
     */
    ControllerReader(Path folder, List<String> mapNames, Field<Map<String, TagMap>> maps) {
        this.folder = folder;
        this.profiles = new Profiles(folder.resolve("profiles"));
        this.mapNames = mapNames.stream().collect(Collectors.toMap(Function.identity(), Function.identity()));
        this.maps = maps;
    }

    Field<Controller> controller(Section s, Field<String> station) {
        Field<ControllerId> id = s.at("id")
                .parse("expected a controller id (a-z, 0-9, dashes)", ControllerId::new)
                .check(ids::add, "expected an id that no other controller has");
        Field<Driver> driver = s.at("driver").choice(Driver.class);
        Field<String> address = address(s.at("address"), driver);
        Field<Expected> expects = s.at("expects").section(ControllerReader::expects);
        Field<Security> security = s.at("security").choice(Security.class);
        Field<Optional<Login>> login = s.optional("login", i -> i.section(this::login));
        Field<Optional<Secret>> updateKey = s.optional("update-key", this::secret);
        Field<TagMap> tags = tags(s, driver);
        Field<Optional<Profile>> profile = profile(s, driver, address);
        if (isPlc4x(driver)) {
            plainOnly(s, security, login);
        }
        return s.end(() -> new Controller(
                id.get(),
                station.get(),
                driver.get(),
                address.get(),
                expects.get(),
                new Access(security.get(), login.get(), updateKey.get()),
                profile.get().map(ControllerReader::addresses).orElse(tags.get().tags()),
                profile.get().map(ControllerReader::retained).orElse(tags.get().retained()),
                profile.get()));
    }

    private static boolean isPlc4x(Field<Driver> driver) {
        return driver.isRead() && driver.get() == Driver.PLC4X;
    }

    /** The profile stands beside plant.yaml, for a driver that cannot do without it; nothing else names tags then. */
    private Field<Optional<Profile>> profile(Section s, Field<Driver> driver, Field<String> address) {
        if (!isPlc4x(driver)) {
            return driver.isRead() && s.keys().contains("profile")
                    ? s.at("profile").problem("expected no profile: only the driver plc4x has one")
                    : s.optional("profile", profiles::read);
        }
        for (String key : List.of("tags", "retained")) {
            if (s.keys().contains(key)) {
                s.at(key).problem("expected no " + key + " here: the profile names them");
            }
        }
        return profiles.read(s.at("profile"))
                .check(
                        p -> !address.isRead()
                                || address.get().startsWith(p.protocol().key() + ":"),
                        "expected a profile for the protocol that the address begins with")
                .map(Optional::of);
    }

    /** None of the protocols knows a log-in or protects messages. */
    private static void plainOnly(Section s, Field<Security> security, Field<Optional<Login>> login) {
        if (security.isRead() && security.get() != Security.NONE) {
            s.at("security").problem("expected none: this protocol protects nothing; keep its network apart");
        }
        for (String key : List.of("login", "update-key")) {
            if (s.keys().contains(key) && login.isRead()) {
                s.at(key).problem("expected no " + key + ": this protocol has none");
            }
        }
    }

    private static Map<Tag, String> addresses(Profile profile) {
        return profile.tags().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, e -> e.getValue().address().text()));
    }

    private static Map<String, String> retained(Profile profile) {
        return profile.retained().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().text()));
    }

    private Field<String> address(Item item, Field<Driver> driver) {
        Field<String> address = item.text().check(addresses::add, ALONE);
        if (!driver.isRead() || !address.isRead()) {
            return address;
        }
        return switch (driver.get()) {
            case OPCUA ->
                address.check(ControllerReader::isOpcUa, "expected opc.tcp://HOST:PORT or opc.tcp://HOST:PORT/PATH");
            case PLC4X ->
                address.convert(ConnectionString::of).check(devices::add, ALONE).map(_ -> address.get());
        };
    }

    private static boolean isOpcUa(String address) {
        Matcher matcher = OPC_UA_ADDRESS.matcher(address);
        return matcher.matches()
                && Integer.parseInt(matcher.group(1)) <= 65_535
                && !matcher.group(1).equals("0");
    }

    private static Field<Expected> expects(Section s) {
        Field<String> manufacturerUri = s.at("manufacturerUri").text();
        Field<String> productCode = s.at("productCode").text();
        return s.end(() -> new Expected(manufacturerUri.get(), productCode.get()));
    }

    private Field<Login> login(Section s) {
        if (s.keys().contains("certificate")) {
            Field<Login> certificate = s.at("certificate").section(this::userCertificate);
            return s.end(certificate::get);
        }
        Field<String> user = s.at("user").text();
        Field<Secret> password = secret(s.at("password"));
        return s.end(() -> new Login.Password(user.get(), password.get()));
    }

    private Field<Login> userCertificate(Section s) {
        Field<Path> file = s.at("file").parse("expected a path", folder::resolve);
        Field<Secret> password = secret(s.at("password"));
        return s.end(() -> new Login.Certificate(file.get(), password.get()));
    }

    /** No message repeats what might be a password. */
    private Field<Secret> secret(Item item) {
        return item.isText() ? item.problem("an in-line password", A_SECRET) : item.section(this::secret);
    }

    private Field<Secret> secret(Section s) {
        Field<Optional<Secret>> variable = s.optional("env", ControllerReader::variable);
        Field<Optional<Secret>> file =
                s.optional("file", i -> i.parse("expected a path", text -> new Secret.File(folder.resolve(text))));
        if (s.keys().contains("env") == s.keys().contains("file")) {
            s.problem(A_SECRET);
        }
        return s.end(() -> variable.get().or(file::get).orElseThrow());
    }

    private static Field<Secret> variable(Item item) {
        return item.hidden().parse("expected a variable's name, like PLC_PASSWORD", text -> {
            if (!VARIABLE.matcher(text).matches()) {
                throw new IllegalArgumentException();
            }
            return new Secret.EnvironmentVariable(text);
        });
    }

    /** What the tag map says, if one is named, and what the controller says itself; the controller's word counts. */
    private Field<TagMap> tags(Section s, Field<Driver> driver) {
        Field<TagMap> tags = s.optional("tags", TagMap.NONE, i -> i.isText() ? named(i) : i.section(TagMap::inline))
                .check(t -> fits(driver, t), A_NODE);
        Field<TagMap> retained =
                s.optional("retained", TagMap.NONE, TagMap::retained).check(t -> fits(driver, t), A_NODE);
        return tags.map(t -> retained.isRead() ? t.and(retained.get()) : t);
    }

    private Field<TagMap> named(Item item) {
        return item.reference(mapNames)
                .map(name -> maps.isRead() ? maps.get().getOrDefault(name, TagMap.NONE) : TagMap.NONE);
    }

    private static boolean fits(Field<Driver> driver, TagMap map) {
        return !driver.isRead()
                || switch (driver.get()) {
                    case OPCUA ->
                        map.addresses().allMatch(a -> OPC_UA_NODE.matcher(a).matches());
                    case PLC4X -> true;
                };
    }
}
