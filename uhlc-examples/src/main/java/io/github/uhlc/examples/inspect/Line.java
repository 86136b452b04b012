package io.github.uhlc.examples.inspect;

/**
 * A line of input.
 *
 * @param number its number, the first being 1
 * @param text its text without its end; if it is too long, the start of it
 * @param isTooLong whether the rest was dropped
 */
record Line(long number, String text, boolean isTooLong) {}
