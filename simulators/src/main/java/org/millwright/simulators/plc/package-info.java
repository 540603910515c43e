/** One simulated controller: its slots, update state machines, parameters, retained data. Knows no protocol. */
@NullMarked
package org.millwright.simulators.plc;

import org.jspecify.annotations.NullMarked;
