package org.millwright.validation;

/** Error levels and what they are on the scale of the normal distribution. */
final class Levels {
    private Levels() {}

    /** Level of each of several tests that together err with the given chance at most (Šidák 1967). */
    static double perTest(double together, int tests) {
        return -Math.expm1(Math.log1p(-together) / tests);
    }

    /**
     * The value that a standard normal variable exceeds with the given chance, 0 &lt; tail &lt;= 0.5; off by less than 0.00045
     * (Abramowitz and Stegun 1964, 26.2.23, after Hastings).
     */
    static double normalQuantile(double tail) {
        double t = Math.sqrt(-2 * Math.log(tail));
        double above = 2.515517 + t * (0.802853 + t * 0.010328);
        double below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
        return t - above / below;
    }
}
