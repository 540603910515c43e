/** Tests of the commands that need no service. */
@NullMarked
package org.millwright;

import org.jspecify.annotations.NullMarked;
