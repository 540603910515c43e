/** Whole runs on virtual time: seeded faults, crashes after any row, checkers apart from the workload. */
@NullMarked
package org.millwright.simulation;

import org.jspecify.annotations.NullMarked;
