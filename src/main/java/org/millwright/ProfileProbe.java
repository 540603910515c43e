package org.millwright;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.millwright.document.DocumentException;
import org.millwright.document.Json;
import org.millwright.document.Json.Items;
import org.millwright.document.Json.Member;
import org.millwright.document.Json.Members;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.plc4x.ProfileProber;
import org.millwright.equipment.plc4x.ProfileSeen;
import org.millwright.equipment.plc4x.ProfileSeen.Value;
import org.millwright.equipment.plc4x.ProfileSeen.What;
import org.millwright.plant.Controller;
import org.millwright.plant.Controller.Access;
import org.millwright.plant.Controller.Expected;
import org.millwright.plant.Controller.Security;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Profile;
import org.millwright.plant.ProfileFile;
import org.millwright.plant.Protocol;
import org.millwright.trust.Certificates;

/** Shows what stands at the addresses of a profile. */
record ProfileProbe(String address, String profileName, Duration limit) {
    private static final int NOT_UNDERSTOOD = 2;

    /** Of an address that needs a profile. */
    static Optional<Protocol> protocol(String address) {
        return Arrays.stream(Protocol.values())
                .filter(p -> address.startsWith(p.key() + ":"))
                .findFirst();
    }

    /** Returns the exit code. */
    int run(boolean json, PrintWriter out, PrintWriter err) {
        Profile profile;
        try {
            profile = ProfileFile.read(file());
        } catch (DocumentException e) {
            err.println(e.getMessage());
            return NOT_UNDERSTOOD;
        }
        if (!protocol(address).equals(Optional.of(profile.protocol()))) {
            err.printf(
                    "profile %s is for %s, not for %s%n",
                    profileName, profile.protocol().key(), Certificates.harmless(address));
            return NOT_UNDERSTOOD;
        }
        try {
            ProfileSeen seen = ProfileProber.probe(controller(profile), profile, limit);
            out.print(json ? json(seen) : text(seen));
            return seen.complete() ? 0 : Probe.DEVIATES;
        } catch (EquipmentException e) {
            ProbeTrouble trouble = ProbeTrouble.of(address, e);
            (json ? out : err).print(json ? trouble.json() : trouble.text());
            return Probe.NOT_CONNECTED;
        }
    }

    private Path file() {
        Path home = Path.of(System.getProperty("millwright.home", "."));
        Path config = Optional.ofNullable(System.getenv("MILLWRIGHT_CONFIG"))
                .map(Path::of)
                .orElseGet(() -> home.resolve("config"));
        return profileName.endsWith(".yaml")
                ? Path.of(profileName)
                : config.resolve("profiles").resolve(profileName + ".yaml");
    }

    private Controller controller(Profile profile) {
        return new Controller(
                new ControllerId("probe"),
                "",
                Controller.Driver.PLC4X,
                address,
                new Expected("", ""),
                new Access(Security.NONE, Optional.empty()),
                profile.tags().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, e -> e.getValue().address().text())),
                Map.of(),
                Optional.of(profile));
    }

    private String text(ProfileSeen seen) {
        StringBuilder out = new StringBuilder("%s by profile %s%n".formatted(address, profileName));
        String group = "";
        for (Value value : seen.values()) {
            if (!value.group().equals(group)) {
                group = value.group();
                out.append("%n%s%n".formatted(group));
            }
            out.append("  %-22s %-40s %s%n"
                    .formatted(value.name(), words(value.what()), value.address())
                    .replaceAll(" +\n", "\n"));
        }
        long unread = seen.values().stream()
                .filter(v -> v.what() instanceof What.Unread)
                .count();
        return out.append(
                        unread == 0
                                ? "%neverything could be read%n".formatted()
                                : "%n%d of %d could NOT be read%n"
                                        .formatted(unread, seen.values().size()))
                .toString();
    }

    private static String words(What what) {
        return switch (what) {
            case What.Text text -> Certificates.harmless(text.text());
            case What.Range range -> "%d bytes, CRC-32 %08x".formatted(range.bytes(), range.crc32());
            case What.Unread unread -> "NOT READ: " + Certificates.harmless(unread.reason());
        };
    }

    private String json(ProfileSeen seen) {
        return new Members(List.of(
                        new Member("address", address),
                        new Member("connected", true),
                        new Member("profile", profileName),
                        new Member("complete", seen.complete()),
                        new Member(
                                "values",
                                new Items(seen.values().stream()
                                        .<Json>map(ProfileProbe::json)
                                        .toList()))))
                .written();
    }

    private static Members json(Value value) {
        List<Member> members = new ArrayList<>(List.of(
                new Member("group", value.group()),
                new Member("name", value.name()),
                new Member("address", value.address())));
        switch (value.what()) {
            case What.Text text -> members.add(new Member("value", Certificates.harmless(text.text())));
            case What.Range range -> {
                members.add(new Member("bytes", range.bytes()));
                members.add(new Member("crc32", "%08x".formatted(range.crc32())));
            }
            case What.Unread unread -> members.add(new Member("unread", Certificates.harmless(unread.reason())));
        }
        return new Members(members);
    }
}
