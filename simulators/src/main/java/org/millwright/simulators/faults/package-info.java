/** Named faults of simulated controllers. What each does stands in docs/protocols/simulators.md. */
@NullMarked
package org.millwright.simulators.faults;

import org.jspecify.annotations.NullMarked;
