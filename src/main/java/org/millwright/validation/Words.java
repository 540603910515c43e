package org.millwright.validation;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Numbers as they stand in a reason, alike in every country. */
final class Words {
    private Words() {}

    /** At most one decimal. */
    static String number(double value) {
        return format("0.#", value);
    }

    /** A share in percent or points, with its sign and at most two decimals. */
    static String signed(double share) {
        return format("+0.##;-0.##", 100 * share);
    }

    /** A share in percent, without a sign. */
    static String percent(double share) {
        return format("0.##", 100 * share) + " %";
    }

    private static String format(String pattern, double value) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }
}
