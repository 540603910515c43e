package org.millwright.upgrade;

import org.millwright.plant.LineId;
import org.millwright.release.Sha256;

/**
 * What an MES ordered. The same id with an equal order is the same request.
 *
 * @param planHash of the plan that was meant; a plan that has changed since is not begun
 * @param priority higher goes first
 * @param needsPerson a person approves the assessed run, as one that nobody ordered
 * @param document the order as it came, opaque here, given back as it is
 */
public record JobOrder(
        String plan,
        Sha256 planHash,
        LineId line,
        Mode mode,
        Window window,
        int priority,
        boolean needsPerson,
        String document) {}
