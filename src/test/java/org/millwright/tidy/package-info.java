/** The house rules as tests: size and habits of the sources, who may see whom, documents that agree with the code. */
@NullMarked
package org.millwright.tidy;

import org.jspecify.annotations.NullMarked;
