package org.millwright.simulators.config;

import java.time.Duration;

/** How long a controller takes, on the simulated clock. */
public record TimingSettings(Duration prepare, Duration install, Duration boot, Duration resume) {}
