package org.millwright.equipment.opcua.probe;

import java.util.List;

/** The object that has an AddIn: nameplate, health, lock (OPC 10000-100 8.3.11). */
record HostChecks(NodeSeen host, NodeSeen addIn, Findings.Place at) {
    private static final String VENDOR_NAMEPLATE = "di;i=15035";
    private static final String HAS_COMPONENT = "i=47";
    private static final String SOFTWARE_UPDATE_TYPE = "di;i=1";
    private static final List<String> SHALL =
            List.of("Manufacturer", "ManufacturerUri", "ProductCode", "SoftwareRevision");
    private static final List<String> SHOULD = List.of("Model", "HardwareRevision");

    /** The host itself, or its Identification when the nameplate is there. */
    static NodeSeen nameplate(NodeSeen host) {
        return inIdentification(host) ? host.at("Identification").orElse(host) : host;
    }

    private static boolean inIdentification(NodeSeen host) {
        return SHALL.stream().noneMatch(host::has) && host.has("Identification");
    }

    void check() {
        at.addIf(
                !addIn.label().reference().contains(HAS_COMPONENT),
                Rule.A1,
                "",
                "hangs on its host by another reference: "
                        + addIn.label().reference().stream().findFirst().orElse("one that is not told"));
        at.addIf(
                !addIn.label().namespace().equals(NodeSeen.DI),
                Rule.A2,
                "",
                "its name is in the namespace " + addIn.label().namespace());
        at.addIf(!addIn.isOf(SOFTWARE_UPDATE_TYPE), Rule.A3, "", "is of another type: " + type(addIn));
        nameplate();
        new MemberChecks(host, at).check(Wanted.ofHost(inIdentification(host)));
        health();
        at.addIf(
                host.text("Lock/Locked").equals("true"),
                Rule.P1,
                "Lock",
                "is held by " + host.text("Lock/LockingClient"));
    }

    static String type(NodeSeen node) {
        return node.label().types().stream().findFirst().orElse("none is told");
    }

    private void nameplate() {
        NodeSeen plate = nameplate(host);
        for (String name : SHALL) {
            at.addIf(plate.text(name).isBlank(), Rule.S1, name, plate.has(name) ? "is empty" : "is missing");
        }
        for (String name : SHOULD) {
            at.addIf(plate.text(name).isBlank(), Rule.S1_SHOULD, name, plate.has(name) ? "is empty" : "is missing");
        }
        at.addIf(
                !host.isOf(VENDOR_NAMEPLATE) && !plate.isOf(VENDOR_NAMEPLATE) && !inIdentification(host),
                Rule.S1_INTERFACE,
                "",
                "neither the host nor its type implements it");
        String shown = plate.text("SoftwareRevision");
        String current = addIn.text("Loading/CurrentVersion/SoftwareRevision");
        at.addIf(
                addIn.has("Loading/CurrentVersion/SoftwareRevision") && !shown.isBlank() && !shown.equals(current),
                Rule.S2,
                "SoftwareRevision",
                "the nameplate says '%s', CurrentVersion '%s'".formatted(shown, current));
    }

    private void health() {
        if (!host.has("DeviceHealth")) {
            at.add(Rule.H1, "DeviceHealth", "is missing");
        } else {
            host.value("DeviceHealth")
                    .filter(h -> h.number() != 0)
                    .ifPresent(h -> at.add(Rule.H2, "DeviceHealth", "is " + Offer.health(h.number())));
        }
    }
}
