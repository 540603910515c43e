/** Validation cycles: samples of a producing line, its baseline, and a three-valued verdict. */
@NullMarked
package org.millwright.validation;

import org.jspecify.annotations.NullMarked;
