/** The core: what a run is, what it does next, and who performs it. Plain Java; knows no framework and no protocol. */
@NullMarked
package org.millwright.upgrade;

import org.jspecify.annotations.NullMarked;
