package org.millwright.plant;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which device a connection string of PLC4X leads to; equal for all strings that lead to the same one. PLC4X drops
 * parameters that it does not know without a word, so they are checked here; the names are those of version 0.13.1.
 *
 * @param host in lower case
 * @param unit parameters that choose one of the devices behind host and port, with the values that count without them
 */
record ConnectionString(String host, int port, SortedMap<String, String> unit) {
    private static final String SHAPE = "expected a PLC4X connection string like modbus-tcp:tcp://HOST:PORT";
    private static final Pattern TEXT =
            Pattern.compile("([a-z][a-z0-9-]*):tcp://([A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?):([0-9]{1,5})"
                    + "(?:\\?([^?#\\s]*))?");
    private static final Pattern PARAMETER = Pattern.compile("([a-z0-9-]+)=([^&=]+)");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final int LONGEST_WAIT_MS = 600_000;
    private static final int WORD = 0xFFFF;
    private static final Values NET_ID =
            new Values.Like(Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){5}"), "6 numbers");
    private static final Values FLAG = new Values.One(List.of("true", "false"));
    private static final Values GROUP = new Values.One(List.of("PG_OR_PC", "OS", "OTHERS"));
    private static final Values MODEL = new Values.One(List.of("S7_300", "S7_400", "S7_1200", "S7_1500", "LOGO"));

    private static final SortedMap<String, Values> OF_MODBUS = new TreeMap<>(Map.of(
            "default-unit-identifier", new Values.Whole(0, 255),
            "request-timeout", new Values.Whole(1, LONGEST_WAIT_MS)));
    private static final SortedMap<String, Values> OF_S7 = new TreeMap<>(Map.ofEntries(
            entry("remote-rack", new Values.Whole(0, 15)),
            entry("remote-slot", new Values.Whole(0, 31)),
            entry("remote-tsap", new Values.Whole(0, WORD)),
            entry("remote-device-group", GROUP),
            entry("local-rack", new Values.Whole(0, 15)),
            entry("local-slot", new Values.Whole(0, 31)),
            entry("local-tsap", new Values.Whole(0, WORD)),
            entry("local-device-group", GROUP),
            entry("pdu-size", new Values.Whole(1, WORD)),
            entry("controller-type", MODEL)));
    private static final SortedMap<String, Values> OF_ADS = new TreeMap<>(Map.of(
            "target-ams-net-id",
            NET_ID,
            "target-ams-port",
            new Values.Whole(1, WORD),
            "source-ams-net-id",
            NET_ID,
            "source-ams-port",
            new Values.Whole(1, WORD),
            "timeout-request",
            new Values.Whole(1, LONGEST_WAIT_MS),
            "load-symbol-and-data-type-tables",
            FLAG));
    private static final SortedMap<String, Values> OF_EIP = new TreeMap<>(Map.of(
            "backplane",
            new Values.Whole(0, 255),
            "slot",
            new Values.Whole(0, 255),
            "big-endian",
            FLAG,
            "force-unconnected-operation",
            FLAG));

    /** What a parameter can be. */
    private sealed interface Values {
        record Whole(int min, int max) implements Values {}

        record One(List<String> names) implements Values {}

        record Like(Pattern pattern, String words) implements Values {}

        default boolean has(String value) {
            return switch (this) {
                case Whole(int min, int max) ->
                    WHOLE.matcher(value).matches() && Integer.parseInt(value) >= min && Integer.parseInt(value) <= max;
                case One(List<String> names) -> names.contains(value);
                case Like(Pattern pattern, String _) -> pattern.matcher(value).matches();
            };
        }

        default String words() {
            return switch (this) {
                case Whole(int min, int max) -> "a whole number from " + min + " to " + max;
                case One(List<String> names) -> "one of " + String.join(", ", names);
                case Like(Pattern _, String words) -> words;
            };
        }
    }

    /** Throws IllegalArgumentException, saying what was expected. */
    static ConnectionString of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(SHAPE);
        }
        Protocol protocol = Arrays.stream(Protocol.values())
                .filter(p -> p.key().equals(matcher.group(1)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of "
                        + Arrays.stream(Protocol.values()).map(Protocol::key).collect(Collectors.joining(", "))
                        + " before :tcp://"));
        int port = Integer.parseInt(matcher.group(3));
        if (port < 1 || port > WORD) {
            throw new IllegalArgumentException("expected a port from 1 to " + WORD);
        }
        Map<String, String> parameters = matcher.group(4) == null
                ? Map.of()
                : parameters(protocol, List.of(matcher.group(4).split("&", -1)));
        String host = matcher.group(2).toLowerCase(Locale.ROOT);
        return new ConnectionString(host.equals("localhost") ? "127.0.0.1" : host, port, unit(protocol, parameters));
    }

    private static Map<String, String> parameters(Protocol protocol, List<String> texts) {
        SortedMap<String, Values> known = known(protocol);
        Map<String, String> parameters = new HashMap<>();
        for (String text : texts) {
            Matcher parameter = PARAMETER.matcher(text);
            String name = parameter.matches() ? parameter.group(1) : text;
            Values values = known.get(name);
            if (values == null) {
                throw new IllegalArgumentException("expected no parameter '%s': %s knows %s"
                        .formatted(name, protocol.key(), String.join(", ", known.keySet())));
            }
            if (!parameter.matches() || !values.has(parameter.group(2))) {
                throw new IllegalArgumentException("expected %s to be %s".formatted(name, values.words()));
            }
            if (parameters.put(name, plain(parameter.group(2))) != null) {
                throw new IllegalArgumentException("expected %s only once".formatted(name));
            }
        }
        return parameters;
    }

    /** Numbers without zeros before them. */
    private static String plain(String value) {
        return WHOLE.matcher(value).matches() ? Integer.toString(Integer.parseInt(value)) : value;
    }

    private static SortedMap<String, Values> known(Protocol protocol) {
        return switch (protocol) {
            case MODBUS_TCP -> OF_MODBUS;
            case S7, S7_LIGHT -> OF_S7;
            case ADS -> OF_ADS;
            case EIP -> OF_EIP;
        };
    }

    private static SortedMap<String, String> unit(Protocol protocol, Map<String, String> parameters) {
        Map<String, String> usual = switch (protocol) {
            case MODBUS_TCP -> Map.of("default-unit-identifier", "1");
            case S7, S7_LIGHT -> Map.of("remote-rack", "0", "remote-slot", "0", "remote-tsap", "0");
            case ADS -> Map.of("target-ams-net-id", "", "target-ams-port", "");
            case EIP -> Map.of("backplane", "1", "slot", "0");
        };
        SortedMap<String, String> unit = new TreeMap<>(usual);
        unit.replaceAll(parameters::getOrDefault);
        return unit;
    }
}
