package org.millwright.upgrade;

import java.time.Instant;

/**
 * One journal row.
 *
 * @param position place in the whole journal, rising, with gaps
 * @param seq place in the run, 1 for its first row, without gaps
 */
public record Entry(RunId run, long position, long seq, Instant at, Event event) {}
