@NullMarked
package org.millwright.simulators.plc;

import org.jspecify.annotations.NullMarked;
