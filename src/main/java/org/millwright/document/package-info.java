/** Reads what a plant edits (YAML and JSON) and says exactly where it is wrong; writes deterministic JSON. */
@NullMarked
package org.millwright.document;

import org.jspecify.annotations.NullMarked;
