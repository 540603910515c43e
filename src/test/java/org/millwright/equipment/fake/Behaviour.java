package org.millwright.equipment.fake;

import java.util.Optional;

/**
 * What a software makes of its station.
 *
 * @param slower factor on the cycle time, 1 is unchanged
 * @param rejects share of rejected parts, 0..1
 * @param alarms share of the cycles that raise an alarm, 0..1
 * @param resets retained value that its first boot sets to zero or empty
 */
record Behaviour(
        double slower,
        double rejects,
        double alarms,
        Optional<String> resets,
        boolean boots,
        boolean healthy,
        boolean installs) {

    static final Behaviour GOOD = new Behaviour(1, 0, 0, Optional.empty(), true, true, true);

    /** Reads one effect of docs/protocols/simulators.md, for example {@code slower=1.08}. */
    Behaviour with(String effect) {
        int equals = effect.indexOf('=');
        String name = equals < 0 ? effect : effect.substring(0, equals);
        String value = equals < 0 ? "" : effect.substring(equals + 1);
        return switch (name) {
            case "slower" -> slower(Double.parseDouble(value));
            case "reject-rate" -> rejecting(Double.parseDouble(value));
            case "alarms" ->
                new Behaviour(slower, rejects, Double.parseDouble(value), resets, boots, healthy, installs);
            case "reset-retained" -> resetting(value);
            case "no-boot" -> new Behaviour(slower, rejects, alarms, resets, false, healthy, installs);
            case "bad-health" -> unhealthy();
            case "refuse-install" -> new Behaviour(slower, rejects, alarms, resets, boots, healthy, false);
            default -> throw new IllegalArgumentException("unknown effect " + effect);
        };
    }

    Behaviour slower(double factor) {
        return new Behaviour(factor, rejects, alarms, resets, boots, healthy, installs);
    }

    Behaviour rejecting(double share) {
        return new Behaviour(slower, share, alarms, resets, boots, healthy, installs);
    }

    Behaviour resetting(String name) {
        return new Behaviour(slower, rejects, alarms, Optional.of(name), boots, healthy, installs);
    }

    Behaviour unhealthy() {
        return new Behaviour(slower, rejects, alarms, resets, boots, false, installs);
    }
}
