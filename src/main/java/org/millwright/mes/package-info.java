/** The OPC UA server that an MES commands: its endpoints, who may do what there, and what it withstands. */
@NullMarked
package org.millwright.mes;

import org.jspecify.annotations.NullMarked;
