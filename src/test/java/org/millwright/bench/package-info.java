/** Programs that measure, not tests: each prints figures taken side by side in one run, and their ratio. */
@NullMarked
package org.millwright.bench;

import org.jspecify.annotations.NullMarked;
