/** Who Millwright is to others, and whose certificates it trusts: the PKI folder. Knows no protocol's client or server. */
@NullMarked
package org.millwright.trust;

import org.jspecify.annotations.NullMarked;
