@NullMarked
package org.millwright.equipment.plc4x;

import org.jspecify.annotations.NullMarked;
