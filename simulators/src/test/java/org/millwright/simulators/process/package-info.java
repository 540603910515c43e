@NullMarked
package org.millwright.simulators.process;

import org.jspecify.annotations.NullMarked;
