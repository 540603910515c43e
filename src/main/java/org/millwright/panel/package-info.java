/**
 * The REST API of DESIGN 6.3 for the panel and for programs. Resources read a request, ask {@code upgrade} and give a
 * view record back; views are folds of the journal and are never asked for truth.
 *
 * <p>There is no log-in yet, so the API is bound to 127.0.0.1 and whoever reaches it is "local user" in the journal; a
 * name that anybody could put into a header would only look like proof.
 */
@NullMarked
package org.millwright.panel;

import org.jspecify.annotations.NullMarked;
