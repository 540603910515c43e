@NullMarked
package org.millwright.simulators.config;

import org.jspecify.annotations.NullMarked;
