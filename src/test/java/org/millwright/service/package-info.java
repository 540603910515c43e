/** The whole service in the test's own process, with everything real but the controllers. */
@NullMarked
package org.millwright.service;

import org.jspecify.annotations.NullMarked;
