package org.millwright.simulators.plc;

import java.util.HashSet;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import org.millwright.simulators.config.StationSettings;
import org.millwright.simulators.process.Behaviour;

/**
 * What a software does besides running well; decided by its package's bytes alone.
 *
 * @param slower factor on the cycle time, 1 for none
 * @param rejectRate instead of the station's own when present, 0 to 1
 * @param alarmRate instead of the station's own when present, 0 to 1
 * @param resetRetained names of the retained values that its first boot clears
 */
record Effects(
        double slower,
        OptionalDouble rejectRate,
        OptionalDouble alarmRate,
        Set<String> resetRetained,
        boolean noBoot,
        boolean badHealth,
        boolean refuseInstall) {

    /** Nothing besides running well. */
    static final Effects NONE =
            new Effects(1, OptionalDouble.empty(), OptionalDouble.empty(), Set.of(), false, false, false);

    private static final Pattern BLANKS = Pattern.compile(" +");
    private static final double SLOWER_MIN = 0.1;
    private static final double SLOWER_MAX = 100;

    Effects {
        resetRetained = Set.copyOf(resetRetained);
    }

    /** Reads the blank separated list of the package header; blank means none. */
    static Effects parse(String text) throws PlcRefusal {
        Reading reading = new Reading();
        for (String word : BLANKS.split(text.strip(), -1)) {
            if (!word.isEmpty()) {
                reading.take(word);
            }
        }
        return reading.done();
    }

    /** How a station works under this software. */
    Behaviour on(StationSettings station) {
        return new Behaviour(slower, rejectRate.orElse(station.rejectRate()), alarmRate.orElse(station.alarmRate()));
    }

    private static final class Reading {
        private final Set<String> seen = new HashSet<>();
        private final Set<String> resets = new HashSet<>();
        private double slower = 1;
        private OptionalDouble rejectRate = OptionalDouble.empty();
        private OptionalDouble alarmRate = OptionalDouble.empty();

        void take(String word) throws PlcRefusal {
            int sign = word.indexOf('=');
            String name = sign < 0 ? word : word.substring(0, sign);
            String value = sign < 0 ? "" : word.substring(sign + 1);
            if (!seen.add(name) && !name.equals("reset-retained")) {
                throw PlcRefusal.invalidArgument("effect '%s' stands twice".formatted(name));
            }
            switch (name) {
                case "slower" -> slower = number(word, value, SLOWER_MIN, SLOWER_MAX);
                case "reject-rate" -> rejectRate = OptionalDouble.of(number(word, value, 0, 1));
                case "alarms" -> alarmRate = OptionalDouble.of(number(word, value, 0, 1));
                case "reset-retained" -> resets.add(retainedName(word, value));
                case "no-boot", "bad-health", "refuse-install" -> noValue(word, sign);
                default -> throw PlcRefusal.invalidArgument("effect '%s' is unknown".formatted(word));
            }
        }

        Effects done() {
            return new Effects(
                    slower,
                    rejectRate,
                    alarmRate,
                    resets,
                    seen.contains("no-boot"),
                    seen.contains("bad-health"),
                    seen.contains("refuse-install"));
        }

        private static double number(String word, String value, double min, double max) throws PlcRefusal {
            double number = value.matches("[0-9]{1,6}(\\.[0-9]{1,6})?") ? Double.parseDouble(value) : -1;
            if (number < min || number > max) {
                throw PlcRefusal.invalidArgument("effect '%s' needs a number from %s to %s".formatted(word, min, max));
            }
            return number;
        }

        private static String retainedName(String word, String value) throws PlcRefusal {
            if (value.isEmpty()) {
                throw PlcRefusal.invalidArgument("effect '%s' names no retained value".formatted(word));
            }
            return value;
        }

        private static void noValue(String word, int sign) throws PlcRefusal {
            if (sign >= 0) {
                throw PlcRefusal.invalidArgument("effect '%s' takes no value".formatted(word));
            }
        }
    }
}
