/** See the package of the same name in the product. */
@NullMarked
package org.millwright.mes;

import org.jspecify.annotations.NullMarked;
