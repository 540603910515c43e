/** Simulated controllers of an assembly line that speak the real protocols. */
@NullMarked
package org.millwright.simulators;

import org.jspecify.annotations.NullMarked;
