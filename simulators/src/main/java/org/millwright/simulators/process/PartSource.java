package org.millwright.simulators.process;

/** Parts without end. */
final class PartSource {
    private long fed;

    Part next() {
        return new Part(++fed);
    }
}
