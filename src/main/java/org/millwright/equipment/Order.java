package org.millwright.equipment;

import java.time.Duration;

/**
 * What to install and how.
 *
 * @param image its content is read only where taking software is installing it; otherwise a slot holds it already
 * @param confirmWithin time from the reboot on in which {@link Session#confirm} must come, else the controller reverts
 * @param delay from the order to the work, in which the controller stays reachable, so that those behind it get theirs
 *     (OPC 10000-100 8.4.9.3); zero for none, and where the controller offers none
 */
public record Order(Image image, Duration confirmWithin, Duration delay) {}
