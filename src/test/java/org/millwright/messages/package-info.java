/** Channels with their far end in the test's hand. */
@NullMarked
package org.millwright.messages;

import org.jspecify.annotations.NullMarked;
