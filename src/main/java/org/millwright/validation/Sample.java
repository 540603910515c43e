package org.millwright.validation;

import java.util.List;

/**
 * What was measured of one station over some of its cycles.
 *
 * @param cycles completed cycles in the sample, by the station's own counter
 * @param rejects of them rejected, 0..cycles
 * @param timed cycle times that were seen; at most one a completed cycle
 * @param meanMs mean of the seen cycle times in milliseconds; 0 when none was seen
 * @param deviationMs standard deviation of the seen cycle times (n - 1); 0 when fewer than two were seen
 * @param alarms texts of the alarms that were active at any time, sorted, each once
 */
public record Sample(long cycles, long rejects, long timed, double meanMs, double deviationMs, List<String> alarms) {
    public Sample {
        alarms = alarms.stream().sorted().distinct().toList();
        if (cycles < 0 || rejects < 0 || rejects > cycles || timed < 0 || timed > cycles) {
            throw new IllegalArgumentException(
                    "impossible counts: cycles " + cycles + ", rejects " + rejects + ", timed " + timed);
        }
        if (!isQuantity(meanMs) || !isQuantity(deviationMs) || (timed > 0 && meanMs == 0)) {
            throw new IllegalArgumentException("impossible times: mean " + meanMs + ", deviation " + deviationMs);
        }
    }

    private static boolean isQuantity(double value) {
        return Double.isFinite(value) && value >= 0;
    }

    double variance() {
        return deviationMs * deviationMs;
    }
}
