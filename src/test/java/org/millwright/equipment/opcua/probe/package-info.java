@NullMarked
package org.millwright.equipment.opcua.probe;

import org.jspecify.annotations.NullMarked;
