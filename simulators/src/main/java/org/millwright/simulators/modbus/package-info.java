/** Controllers that speak Modbus TCP. The register map stands in docs/protocols/simulators.md. */
@NullMarked
package org.millwright.simulators.modbus;

import org.jspecify.annotations.NullMarked;
