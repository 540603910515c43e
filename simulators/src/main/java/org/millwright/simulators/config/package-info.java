/** The simulator file: what a simulated line consists of. Records, and the reader that names file, line and key. */
@NullMarked
package org.millwright.simulators.config;

import org.jspecify.annotations.NullMarked;
