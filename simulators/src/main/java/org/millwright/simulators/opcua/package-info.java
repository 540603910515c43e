/** Shows one simulated controller as an OPC UA server with the OPC 10000-100 Software Update model. */
@NullMarked
package org.millwright.simulators.opcua;

import org.jspecify.annotations.NullMarked;
