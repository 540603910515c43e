/** The moving side of a line: stations, parts, buffers and the simulated clock. Knows no controller and no protocol. */
@NullMarked
package org.millwright.simulators.process;

import org.jspecify.annotations.NullMarked;
