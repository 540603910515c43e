/** The API over real HTTP, on fake controllers that work in fractions of a second. */
@NullMarked
package org.millwright.panel;

import org.jspecify.annotations.NullMarked;
