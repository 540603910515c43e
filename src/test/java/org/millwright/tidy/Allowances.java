package org.millwright.tidy;

import java.util.List;

/** The one list of exceptions from the rules: file, what it may do, why. */
final class Allowances {
    private static final String PRODUCT = "src/main/java/org/millwright/";
    private static final String SIMULATORS = "simulators/src/main/java/org/millwright/simulators/";
    private static final String CATCH_ALL = "catch all";

    private static final List<Allowance> ALL = List.of(
            new Allowance(PRODUCT + "equipment/Deadline.java", "System.nanoTime", "time left of one call outside"),
            new Allowance(PRODUCT + "equipment/plc4x/Pace.java", "System.nanoTime", "handed in; tests hand in another"),
            new Allowance(
                    PRODUCT + "equipment/plc4x/Mailbox.java", "System.nanoTime", "a number like no other connection's"),
            new Allowance(PRODUCT + "equipment/Gate.java", "System.nanoTime", "time left after waiting for one's turn"),
            new Allowance(SIMULATORS + "process/Ticker.java", "System.nanoTime", "drives the simulated clock"),
            new Allowance(SIMULATORS + "RunningLine.java", "Clock.systemUTC", "the one clock of the simulators"),
            new Allowance(PRODUCT + "SteadyClock.java", "Clock.systemUTC", "the one clock, handed to everybody"),
            new Allowance(PRODUCT + "SteadyClock.java", "System.nanoTime", "the one clock, handed to everybody"),
            new Allowance(PRODUCT + "upgrade/journal/Follower.java", CATCH_ALL, "no reader's trouble loses a row"),
            new Allowance(
                    PRODUCT + "upgrade/journal/Listeners.java",
                    CATCH_ALL,
                    "the row is written whatever a listener does"),
            new Allowance(PRODUCT + "upgrade/Runner.java", CATCH_ALL, "whatever a step throws becomes its outcome"),
            new Allowance(PRODUCT + "upgrade/Dispatch.java", CATCH_ALL, "one line's trouble leaves the others alone"),
            new Allowance(PRODUCT + "upgrade/Upgrades.java", CATCH_ALL, "one run's trouble leaves the others alone"),
            new Allowance(PRODUCT + "trust/OwnCertificate.java", CATCH_ALL, "the library's builder declares Exception"),
            new Allowance(PRODUCT + "mes/Reception.java", CATCH_ALL, "whatever a method throws becomes its answer"),
            new Allowance(PRODUCT + "mes/LiveFeed.java", CATCH_ALL, "one failed look does not end the looks"),
            new Allowance(PRODUCT + "plan/PlanCatalog.java", CATCH_ALL, "one failed look does not end the looks"),
            new Allowance(PRODUCT + "mes/Endpoints.java", CATCH_ALL, "the library's group declares Exception"),
            new Allowance(
                    PRODUCT + "mes/SessionServices.java",
                    CATCH_ALL,
                    "a client gets an answer when the library stumbles"),
            new Allowance(PRODUCT + "equipment/opcua/", CATCH_ALL, "the library's failures become EquipmentException"),
            new Allowance(PRODUCT + "equipment/plc4x/", CATCH_ALL, "the library's failures become EquipmentException"),
            new Allowance(SIMULATORS + "opcua/", CATCH_ALL, "the library's builders declare Exception"));

    private Allowances() {}

    static boolean calls(String file, String call) {
        return ALL.stream().anyMatch(a -> file.startsWith(a.file) && call.equals(a.what));
    }

    static boolean catchesAll(String file) {
        return calls(file, CATCH_ALL);
    }

    /**
     * @param file path from the root, or a folder ending with a slash
     * @param why for the reader; a reason that convinces nobody is no reason
     */
    private record Allowance(String file, String what, String why) {}
}
