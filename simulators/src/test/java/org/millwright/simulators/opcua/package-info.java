@NullMarked
package org.millwright.simulators.opcua;

import org.jspecify.annotations.NullMarked;
