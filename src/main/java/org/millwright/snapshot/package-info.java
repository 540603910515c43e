/** Snapshot sets: what every controller of a drained line was and held, content-addressed and verified. */
@NullMarked
package org.millwright.snapshot;

import org.jspecify.annotations.NullMarked;
