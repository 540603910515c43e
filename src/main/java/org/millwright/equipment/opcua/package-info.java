/** Driver for controllers with an OPC UA server: OPC 10000-100 Software Update client on Eclipse Milo. */
@NullMarked
package org.millwright.equipment.opcua;

import org.jspecify.annotations.NullMarked;
