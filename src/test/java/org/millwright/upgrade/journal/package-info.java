/** The journal's contract against every journal there is. */
@NullMarked
package org.millwright.upgrade.journal;

import org.jspecify.annotations.NullMarked;
