@NullMarked
package org.millwright.simulators.faults;

import org.jspecify.annotations.NullMarked;
