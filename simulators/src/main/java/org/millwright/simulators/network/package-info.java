/** What every controller's server needs, whatever protocol it speaks: threads, a port, and a presence that follows the power. */
@NullMarked
package org.millwright.simulators.network;

import org.jspecify.annotations.NullMarked;
