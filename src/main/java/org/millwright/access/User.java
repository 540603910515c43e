package org.millwright.access;

/**
 * Somebody who has logged in.
 *
 * @param name as the accounts file has it
 */
public record User(String name, Role role) {}
