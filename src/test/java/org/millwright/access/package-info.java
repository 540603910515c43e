/** See the package of the same name in the product. */
@NullMarked
package org.millwright.access;

import org.jspecify.annotations.NullMarked;
