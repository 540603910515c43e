/** What the verdict on a line promises, shown over seeds. */
@NullMarked
package org.millwright.validation;

import org.jspecify.annotations.NullMarked;
