/**
 * A plant in memory on a virtual clock: controllers with the update behaviour of OPC 10000-100 and a line that moves
 * parts. Faults on demand. One thread only; the same calls at the same instants always give the same answers.
 */
@NullMarked
package org.millwright.equipment.fake;

import org.jspecify.annotations.NullMarked;
