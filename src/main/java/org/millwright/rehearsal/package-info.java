/** The same plan on simulated equipment, with faults, in a simulator process of its own. */
@NullMarked
package org.millwright.rehearsal;

import org.jspecify.annotations.NullMarked;
