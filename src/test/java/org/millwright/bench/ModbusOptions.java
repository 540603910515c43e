package org.millwright.bench;

import java.util.Optional;

/**
 * What is measured.
 *
 * @param mib size of the image
 */
record ModbusOptions(int rounds, int mib) {
    static final String USAGE = """
            ./millwright bench modbus [--rounds N] [--mib N]
              --rounds N   measured rounds, after one that is not counted; 5 when not given, 1 to 99
              --mib N      size of the image, 4 when not given, 1 to 64
            """;

    /** Nothing when the words are none that the bench knows. */
    static Optional<ModbusOptions> parse(String... words) {
        return TransferOptions.parse(4, words).map(o -> new ModbusOptions(o.rounds(), o.mib()));
    }
}
