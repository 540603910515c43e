/** The durable record of runs and the lease of a line. JDBC lives only here. */
@NullMarked
package org.millwright.upgrade.journal;

import org.jspecify.annotations.NullMarked;
