package org.millwright.equipment.opcua.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.millwright.equipment.opcua.probe.NodeSeen.ValueSeen;
import org.millwright.equipment.opcua.probe.ServerSeen.AddInSeen;

/**
 * What one AddIn offers.
 *
 * @param path of the object that has it
 * @param edition of OPC 10000-100 as far as it shows
 * @param nameplate name and value
 * @param options name, and whether it is there
 * @param figures name and value of limits and timeouts
 * @param states machine and state
 * @param meaning what it means for an upgrade, in sentences
 */
public record Offer(
        String path,
        Loading loading,
        String edition,
        Map<String, String> nameplate,
        String health,
        List<VersionSeen> versions,
        Map<String, Boolean> options,
        Map<String, String> figures,
        Map<String, String> states,
        List<String> meaning) {

    private static final List<String> NAMEPLATE = List.of(
            "Manufacturer",
            "ManufacturerUri",
            "Model",
            "ProductCode",
            "HardwareRevision",
            "SoftwareRevision",
            "SerialNumber");

    private static final List<String> HEALTH =
            List.of("NORMAL", "FAILURE", "CHECK_FUNCTION", "OFF_SPEC", "MAINTENANCE_REQUIRED");

    /** Option and its path. */
    private static final Map<String, String> OPTIONS = optionPaths();

    private static final List<String> FIGURES = List.of(
            "Loading/WriteBlockSize",
            "Loading/WriteTimeout",
            "Loading/FileTransfer/0:ClientProcessingTimeout",
            "Parameters/0:ClientProcessingTimeout",
            "Installation/InstallationDelay",
            "Confirmation/ConfirmationTimeout",
            "VendorErrorCode",
            "UpdateStatus",
            "Loading/ErrorMessage");

    /** One place for software; an empty revision is an empty place. */
    public record VersionSeen(String place, String maker, String revision, List<String> patches, String hash) {}

    private static Map<String, String> optionPaths() {
        Map<String, String> paths = new LinkedHashMap<>();
        Stream.of(
                        "PrepareForUpdate",
                        "PrepareForUpdate/Resume",
                        "Installation",
                        "Installation/InstallationDelay",
                        "PowerCycle",
                        "Confirmation",
                        "Parameters",
                        "UpdateStatus",
                        "VendorErrorCode",
                        "Loading/UpdateKey",
                        "Loading/WriteBlockSize",
                        "Loading/FallbackVersion",
                        "Loading/PendingVersion/Clear",
                        "Loading/CurrentVersion/Hash",
                        "Loading/CurrentVersion/PatchIdentifiers",
                        "Loading/ValidateFiles")
                .forEach(path -> paths.put(path.replaceFirst("^Loading/", ""), path));
        return paths;
    }

    static Offer of(AddInSeen seen) {
        NodeSeen addIn = seen.addIn();
        Map<String, Boolean> options = new LinkedHashMap<>();
        OPTIONS.forEach((name, path) -> options.put(name, addIn.has(path)));
        options.put("Lock", seen.host().has("Lock/InitLock"));
        Map<String, String> figures = new LinkedHashMap<>();
        FIGURES.forEach(path -> addIn.value(path)
                .filter(v -> !v.text().isBlank())
                .ifPresent(v -> figures.put(path.replace("0:", ""), v.text())));
        Map<String, String> states = new LinkedHashMap<>();
        Wanted.machines()
                .filter(addIn::has)
                .forEach(m -> states.put(m, MachineChecks.state(addIn, m).orElse("unknown")));
        Loading loading = Loading.of(addIn);
        return new Offer(
                seen.path(),
                loading,
                edition(addIn),
                nameplate(seen.host()),
                seen.host().value("DeviceHealth").map(h -> health(h.number())).orElse("not told"),
                versions(addIn),
                options,
                figures,
                states,
                new Meaning(addIn, loading).sentences());
    }

    static String health(double number) {
        return number >= 0 && number < HEALTH.size() ? HEALTH.get((int) number) : "unknown (%.0f)".formatted(number);
    }

    private static String edition(NodeSeen addIn) {
        boolean newer = Stream.of(
                        "SoftwareClass",
                        "SoftwareSubclass",
                        "SoftwareName",
                        "UnsignedPackageAllowed",
                        "UnsignedPackagesAllowed",
                        "Installation/Uninstall",
                        "Loading/PendingVersion/Clear",
                        "Loading/FallbackVersion/Clear")
                .anyMatch(addIn::has);
        return newer
                ? "1.05 (has members that came with it)"
                : "1.03 or 1.04 (no member of 1.05), or 1.05 without them";
    }

    private static Map<String, String> nameplate(NodeSeen host) {
        NodeSeen plate = HostChecks.nameplate(host);
        Map<String, String> values = new LinkedHashMap<>();
        NAMEPLATE.stream().filter(plate::has).forEach(name -> values.put(name, plate.text(name)));
        return values;
    }

    private static List<VersionSeen> versions(NodeSeen addIn) {
        List<VersionSeen> versions = new ArrayList<>();
        for (String place : List.of("CurrentVersion", "PendingVersion", "FallbackVersion")) {
            String path = "Loading/" + place;
            if (addIn.has(path)) {
                versions.add(new VersionSeen(
                        place,
                        addIn.text(path + "/ManufacturerUri"),
                        addIn.text(path + "/SoftwareRevision"),
                        addIn.value(path + "/PatchIdentifiers")
                                .map(ValueSeen::texts)
                                .orElse(List.of()),
                        addIn.text(path + "/Hash")));
            }
        }
        return versions;
    }
}
