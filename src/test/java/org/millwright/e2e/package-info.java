/** What a user starts, started as the user does: real processes, real files, real sockets. */
@NullMarked
package org.millwright.e2e;

import org.jspecify.annotations.NullMarked;
