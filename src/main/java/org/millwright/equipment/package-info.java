/** The port: what an upgrade may ask of any controller, and what a controller can do. */
@NullMarked
package org.millwright.equipment;

import org.jspecify.annotations.NullMarked;
