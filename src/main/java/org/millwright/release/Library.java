package org.millwright.release;

/** Contents by their hash, and delivered packages by what they are. */
public record Library(ContentStore store, Archive archive) {}
