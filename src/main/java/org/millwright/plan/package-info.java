/** Plans: what is installed on which line, in which waves, by which rules. */
@NullMarked
package org.millwright.plan;

import org.jspecify.annotations.NullMarked;
