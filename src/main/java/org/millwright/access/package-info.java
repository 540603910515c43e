/** Who may do what: people and programs by name or certificate, their roles, and what guessing passwords costs. */
@NullMarked
package org.millwright.access;

import org.jspecify.annotations.NullMarked;
