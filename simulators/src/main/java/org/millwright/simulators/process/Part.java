package org.millwright.simulators.process;

/** One workpiece, numbered in the order in which the source fed it. */
record Part(long number) {}
