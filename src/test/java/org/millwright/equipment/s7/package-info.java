/** The driver against an S7 server that nobody here wrote. */
@NullMarked
package org.millwright.equipment.s7;

import org.jspecify.annotations.NullMarked;
