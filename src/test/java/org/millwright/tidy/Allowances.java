package org.millwright.tidy;

import java.util.List;

/** The one list of exceptions from the rules: file, what it may do, why. */
final class Allowances {
    private static final List<Allowance> CALLS = List.of();

    private static final List<Allowance> CATCH_ALL = List.of(
            new Allowance(
                    "src/main/java/org/millwright/upgrade/Runner.java",
                    "catch all",
                    "a broken invariant parks its run, the other lines go on"),
            new Allowance(
                    "src/main/java/org/millwright/equipment/opcua/",
                    "catch all",
                    "whatever the library throws becomes an EquipmentException"),
            new Allowance(
                    "src/main/java/org/millwright/equipment/plc4x/",
                    "catch all",
                    "whatever the library throws becomes an EquipmentException"));

    private Allowances() {}

    static boolean calls(String file, String call) {
        return CALLS.stream().anyMatch(a -> file.startsWith(a.file) && call.equals(a.what));
    }

    static boolean catchesAll(String file) {
        return CATCH_ALL.stream().anyMatch(a -> file.startsWith(a.file));
    }

    /**
     * @param file path from the root, or a folder ending with a slash
     * @param why for the reader; a reason that convinces nobody is no reason
     */
    private record Allowance(String file, String what, String why) {}
}
