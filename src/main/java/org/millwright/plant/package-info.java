/** What equipment exists: line, station, controller, identity; reads config/plant.yaml. */
@NullMarked
package org.millwright.plant;

import org.jspecify.annotations.NullMarked;
