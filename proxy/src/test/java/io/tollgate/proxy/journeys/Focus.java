package io.tollgate.proxy.journeys;

/**
 * What has the keyboard, as a screen reader would say it. Immutable.
 *
 * @param role what kind of thing it is: {@code textbox}, {@code button}, {@code link}
 * @param name what it is called
 * @param description what is said after its name: hints and objections
 */
record Focus(String role, String name, String description) {}
