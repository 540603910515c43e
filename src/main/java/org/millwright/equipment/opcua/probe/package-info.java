/** What a probe has seen on a server, and what of it leaves OPC 10000-100. Knows no library and sends nothing. */
@NullMarked
package org.millwright.equipment.opcua.probe;

import org.jspecify.annotations.NullMarked;
