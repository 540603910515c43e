package org.millwright.validation;

/**
 * The t distribution of Student (1908) for whole degrees of freedom, where it is a finite sum (Abramowitz and Stegun 1964,
 * 26.7.3 and 26.7.4). Above {@value #MOST_FREEDOM} degrees those of {@value #MOST_FREEDOM} are taken, which is wider by 0.3 % at most.
 */
final class StudentT {
    private static final int MOST_FREEDOM = 1000;

    private StudentT() {}

    /** Chance that the variable exceeds t, t &gt;= 0; freedom 1 or more. */
    static double upperTail(double t, int freedom) {
        int nu = Math.min(freedom, MOST_FREEDOM);
        double theta = Math.atan(t / Math.sqrt(nu));
        double cos2 = Math.cos(theta) * Math.cos(theta);
        boolean odd = nu % 2 == 1;
        double term = odd ? Math.cos(theta) : 1;
        double sum = 0;
        for (int i = odd ? 3 : 2; i <= nu; i += 2) {
            sum += term;
            term *= cos2 * (i - 1) / i;
        }
        double inside = odd ? 2 / Math.PI * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum;
        return (1 - inside) / 2;
    }

    /** The value that the variable exceeds with the given chance, to a millionth; 0 &lt; tail &lt; 0.5, freedom 1 or more. */
    static double quantile(double tail, int freedom) {
        double low = 0;
        double high = 1;
        while (upperTail(high, freedom) > tail) {
            high *= 2;
        }
        while (high - low > 1e-6 * high) {
            double middle = (low + high) / 2;
            if (upperTail(middle, freedom) > tail) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
