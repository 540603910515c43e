/** What only the OPC UA driver has to keep. */
@NullMarked
package org.millwright.equipment.opcua;

import org.jspecify.annotations.NullMarked;
