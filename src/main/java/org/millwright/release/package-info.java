/** Packages and releases, and the content store that holds every byte by its hash. */
@NullMarked
package org.millwright.release;

import org.jspecify.annotations.NullMarked;
