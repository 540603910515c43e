package org.millwright.equipment.opcua.probe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millwright.equipment.opcua.probe.NodeSeen.ArgumentSeen;
import org.millwright.equipment.opcua.probe.NodeSeen.ValueSeen;

/** What the options of an AddIn want of one another. */
record OptionChecks(NodeSeen addIn, Map<String, Long> limits, Findings.Place at) {
    private static final String FILE_TYPE = "i=11575";
    private static final String BASE_DATA_TYPE = "i=24";
    private static final String VERSION_FILE_TYPE = "di;i=331";
    private static final String INT32 = "i=6";
    private static final String HAS_PROPERTY = "i=46";
    private static final int KEEPS_PARAMETERS = 1;
    private static final int NEEDS_PREPARATION = 16;
    private static final double SHORTEST_PROCESSING_MS = 1_000;

    void check(Loading loading) {
        at.addIf(loading == Loading.NONE, Rule.A6, "Loading", "is missing");
        at.addIf(
                loading != Loading.NONE && !loading.typed(addIn),
                Rule.A5,
                "Loading",
                "is of another type: "
                        + addIn.at("Loading").map(HostChecks::type).orElse("none"));
        installation(loading);
        at.addIf(
                loading != Loading.FILE_SYSTEM && addIn.has("Loading/ValidateFiles"),
                Rule.S18,
                "Loading/ValidateFiles",
                "is offered with another kind of loading");
        behavior();
        updateKey();
        temporaryFiles();
        generateOptions();
        blocks();
        for (String name : List.of("UpdateStatus", "VendorErrorCode")) {
            addIn.at(name)
                    .filter(n -> n.label().reference().contains(HAS_PROPERTY))
                    .ifPresent(_ -> at.add(Rule.G14, name, "hangs by HasProperty"));
        }
        at.addIf(addIn.has("UnsignedPackagesAllowed"), Rule.G15, "UnsignedPackagesAllowed", "has the heading's name");
    }

    private void installation(Loading loading) {
        switch (loading) {
            case CACHED -> installs("InstallSoftwarePackage");
            case FILE_SYSTEM -> installs("InstallFiles");
            case DIRECT ->
                at.addIf(addIn.has("Installation"), Rule.S5_DIRECT, "Installation", "is there with Direct loading");
            case UNKNOWN, NONE -> {}
        }
    }

    private void installs(String method) {
        if (!addIn.has("Installation")) {
            at.add(Rule.S5, "Installation", "is missing");
        } else {
            at.addIf(!addIn.has("Installation/" + method), Rule.S5, "Installation/" + method, "is missing");
        }
    }

    /** Only Direct loading tells it without a method call. */
    private void behavior() {
        Optional<ValueSeen> told = addIn.value("Loading/UpdateBehavior").filter(v -> v.number() >= 0);
        if (told.isEmpty()) {
            return;
        }
        long bits = (long) told.get().number();
        at.addIf(
                (bits & KEEPS_PARAMETERS) == 0 && !addIn.has("Parameters"),
                Rule.S16,
                "Parameters",
                "is missing, while UpdateBehavior says that parameters are lost");
        at.addIf(
                (bits & NEEDS_PREPARATION) == 0 && addIn.has("PrepareForUpdate"),
                Rule.G12,
                "Loading/UpdateBehavior",
                "asks for no preparation, while PrepareForUpdate is there");
    }

    private void updateKey() {
        addIn.at("Loading/UpdateKey").flatMap(NodeSeen::variable).ifPresent(key -> {
            boolean shown =
                    key.good() && key.value().filter(v -> !v.text().isEmpty()).isPresent();
            at.addIf(
                    key.access().readable() || key.good(),
                    Rule.S17,
                    "Loading/UpdateKey",
                    shown ? "can be read and shows a key" : "can be read");
        });
    }

    private void temporaryFiles() {
        for (String transfer : List.of("Loading/FileTransfer", "Parameters")) {
            addIn.at(transfer).stream()
                    .flatMap(t -> t.children().stream())
                    .filter(child -> child.isOf(FILE_TYPE))
                    .forEach(child -> at.add(
                            Rule.S20,
                            transfer,
                            "shows the file " + child.label().name()));
        }
    }

    private void generateOptions() {
        for (String name : List.of("GenerateFileForRead", "GenerateFileForWrite")) {
            String path = "Loading/FileTransfer/0:" + name;
            List<String> types = addIn.at(path)
                    .flatMap(NodeSeen::method)
                    .map(NodeSeen.MethodSeen::inputs)
                    .filter(inputs -> inputs.size() == 1)
                    .map(List::getFirst)
                    .map(ArgumentSeen::dataTypes)
                    .orElse(List.of());
            if (types.isEmpty()
                    || types.contains(VERSION_FILE_TYPE)
                    || types.getFirst().equals(INT32)) {
                continue;
            }
            boolean any = types.getFirst().equals(BASE_DATA_TYPE);
            at.add(any ? Rule.G7_BASE : Rule.G7, path, "is told as " + types.getFirst());
        }
    }

    private void blocks() {
        long most = limits.getOrDefault("MaxByteStringLength", 0L);
        addIn.value("Loading/WriteBlockSize").filter(v -> v.number() >= 0).ifPresent(block -> {
            boolean fits = block.number() > 0 && (most == 0 || block.number() <= most) && block.number() < (1 << 24);
            at.addIf(
                    !fits,
                    Rule.L2,
                    "Loading/WriteBlockSize",
                    "is %.0f, MaxByteStringLength %d".formatted(block.number(), most));
        });
        for (String transfer : List.of("Loading/FileTransfer", "Parameters")) {
            addIn.value(transfer + "/0:ClientProcessingTimeout")
                    .filter(t -> t.number() < SHORTEST_PROCESSING_MS)
                    .ifPresent(t ->
                            at.add(Rule.L3, transfer + "/ClientProcessingTimeout", "is %.0f ms".formatted(t.number())));
        }
    }
}
