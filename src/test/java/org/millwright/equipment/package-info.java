/** The contract of the port, kept by every driver and by the fake. */
@NullMarked
package org.millwright.equipment;

import org.jspecify.annotations.NullMarked;
