/** One file a step: looks at the equipment, acts when nothing stands against it, and says what came of it. */
@NullMarked
package org.millwright.upgrade.step;

import org.jspecify.annotations.NullMarked;
