@NullMarked
package org.millwright.simulators.modbus;

import org.jspecify.annotations.NullMarked;
