package org.millwright.simulators;

/** Entry point of the simulators' jar. */
public final class SimulatorsMain {
    private SimulatorsMain() {}

    public static void main(String[] args) {
        System.out.println("simulators");
    }
}
