package org.millwright.simulators.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.millwright.simulators.config.UpdateSettings.Loading;
import org.millwright.simulators.config.UpdateSettings.ScanSettings;
import org.millwright.simulators.config.UpdateSettings.Spec;

/** Reads the {@code update:} section of a controller; whatever it leaves out is as in {@link UpdateSettings#USUAL}. */
final class UpdateSection {
    private static final int MAX_BLOCK_BYTES = 1024 * 1024;
    private static final double HOUR_S = 3600;
    private static final double MAX_SCAN_MS = 1000;
    private static final Map<String, Spec> SPECS = Map.of("1.03", Spec.V1_03, "1.04", Spec.V1_04, "1.05", Spec.V1_05);
    private static final Map<String, Loading> LOADINGS =
            Map.of("cached", Loading.CACHED, "direct", Loading.DIRECT, "filesystem", Loading.FILESYSTEM);

    private UpdateSection() {}

    static UpdateSettings read(YamlSection update) throws ConfigException {
        update.allow(
                "spec", "loading", "with", "without", "updateKey", "writeBlockSize", "powerCycleAfterSeconds", "scan");
        UpdateSettings usual = UpdateSettings.USUAL;
        Set<UpdateOption> options = options(update);
        Optional<YamlSection> scan = update.optionalSection("scan");
        return new UpdateSettings(
                choice(update, "spec", SPECS, usual.spec()),
                choice(update, "loading", LOADINGS, usual.loading()),
                options,
                updateKey(update, options),
                update.has("writeBlockSize")
                        ? (int) update.integer("writeBlockSize", 1, MAX_BLOCK_BYTES)
                        : usual.writeBlockSize(),
                powerCycleAfter(update),
                scan.isPresent() ? scan(scan.get()) : usual.scan());
    }

    private static <T> T choice(YamlSection section, String key, Map<String, T> choices, T usual)
            throws ConfigException {
        if (!section.has(key)) {
            return usual;
        }
        T chosen = choices.get(section.text(key));
        if (chosen == null) {
            String all = String.join(", ", choices.keySet().stream().sorted().toList());
            throw section.problem(key, "'%s' must be one of %s, found '%s'".formatted(key, all, section.text(key)));
        }
        return chosen;
    }

    private static Set<UpdateOption> options(YamlSection update) throws ConfigException {
        Set<UpdateOption> options = EnumSet.noneOf(UpdateOption.class);
        Arrays.stream(UpdateOption.values()).filter(UpdateOption::isUsual).forEach(options::add);
        Set<UpdateOption> more = listed(update, "with");
        for (UpdateOption less : listed(update, "without")) {
            if (more.contains(less)) {
                throw update.problem("without", "'%s' stands in 'with' too".formatted(less.wireName()));
            }
            options.remove(less);
        }
        options.addAll(more);
        return options;
    }

    private static Set<UpdateOption> listed(YamlSection update, String key) throws ConfigException {
        Set<UpdateOption> listed = EnumSet.noneOf(UpdateOption.class);
        for (String name : update.texts(key)) {
            listed.add(UpdateOption.byWireName(name)
                    .orElseThrow(() -> update.problem(
                            key, "unknown option '%s', there are: %s".formatted(name, UpdateOption.allWireNames()))));
        }
        return listed;
    }

    private static String updateKey(YamlSection update, Set<UpdateOption> options) throws ConfigException {
        boolean demanded = options.contains(UpdateOption.UPDATE_KEY);
        if (demanded != update.has("updateKey")) {
            throw update.problem("updateKey", "'updateKey' and the option UpdateKey go together");
        }
        return demanded ? update.text("updateKey") : "";
    }

    private static Optional<Duration> powerCycleAfter(YamlSection update) throws ConfigException {
        if (!update.has("powerCycleAfterSeconds")) {
            return Optional.empty();
        }
        double seconds = update.number("powerCycleAfterSeconds", 0.1, HOUR_S);
        return Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private static ScanSettings scan(YamlSection scan) throws ConfigException {
        scan.allow("baseMs", "loadMsPerMBps");
        ScanSettings usual = ScanSettings.USUAL;
        return new ScanSettings(
                scan.has("baseMs") ? scan.number("baseMs", 0.01, MAX_SCAN_MS) : usual.baseMs(),
                scan.has("loadMsPerMBps") ? scan.number("loadMsPerMBps", 0, MAX_SCAN_MS) : usual.loadMsPerMBps());
    }
}
