/** Composition: wires ports to adapters and offers the commands. */
@NullMarked
package org.millwright;

import org.jspecify.annotations.NullMarked;
