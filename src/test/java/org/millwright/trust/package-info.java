/** Tests of the PKI folder, and certificates for tests of those who use it. */
@NullMarked
package org.millwright.trust;

import org.jspecify.annotations.NullMarked;
