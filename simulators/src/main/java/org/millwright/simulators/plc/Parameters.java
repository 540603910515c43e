package org.millwright.simulators.plc;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A controller's parameters as text by name, and as one file: a first line with format and product code, then
 * {@code name=value} lines in the order of the names, UTF-8, each line ended by a line feed.
 */
final class Parameters {
    private static final String MAGIC = "MWPARAM/1 ";
    private static final int MAX_FILE_BYTES = 256 * 1024;
    private static final int MAX_VALUE_CHARS = 200;

    private final String firstLine;
    private SortedMap<String, String> values;
    private SortedMap<String, String> before;

    Parameters(String productCode, Map<String, String> commissioned) {
        this.firstLine = MAGIC + productCode;
        this.values = new TreeMap<>(commissioned);
        this.before = values;
    }

    /** Another software starts; one that keeps nothing has what an uncommissioned controller has: zeros, empty texts. */
    void softwareChanges(boolean keepsParameters) {
        before = values;
        if (keepsParameters) {
            return;
        }
        SortedMap<String, String> factory = new TreeMap<>();
        values.forEach((name, value) -> factory.put(name, value.matches("-?[0-9]+(\\.[0-9]+)?") ? "0" : ""));
        values = factory;
    }

    /** To the values before the last change of software, with the software that they belong to. */
    void goBack() {
        values = before;
    }

    byte[] file() {
        StringBuilder text = new StringBuilder(firstLine).append('\n');
        values.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Takes all values of a file of this product, or none. */
    void restore(byte[] file) throws PlcRefusal {
        if (file.length > MAX_FILE_BYTES) {
            throw PlcRefusal.invalidArgument("a parameter file has at most %d bytes".formatted(MAX_FILE_BYTES));
        }
        String text = new String(file, StandardCharsets.UTF_8);
        if (!text.startsWith(firstLine + "\n")) {
            throw PlcRefusal.invalidArgument("no parameter file of this product: '%s' expected".formatted(firstLine));
        }
        SortedMap<String, String> restored = new TreeMap<>();
        for (String line : text.substring(firstLine.length() + 1).lines().toList()) {
            int sign = line.indexOf('=');
            String name = sign < 0 ? line : line.substring(0, sign);
            if (sign < 0 || !values.containsKey(name)) {
                throw PlcRefusal.invalidArgument("the parameter file has an unknown line");
            }
            if (line.length() - sign - 1 > MAX_VALUE_CHARS || restored.put(name, line.substring(sign + 1)) != null) {
                throw PlcRefusal.invalidArgument("parameter '%s' is too long or given twice".formatted(name));
            }
        }
        if (restored.size() != values.size()) {
            throw PlcRefusal.invalidArgument(
                    "the parameter file has %d of %d parameters".formatted(restored.size(), values.size()));
        }
        values = restored;
    }
}
