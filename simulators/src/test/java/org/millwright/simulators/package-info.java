@NullMarked
package org.millwright.simulators;

import org.jspecify.annotations.NullMarked;
