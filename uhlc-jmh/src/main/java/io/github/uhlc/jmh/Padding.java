package io.github.uhlc.jmh;

/**
 * Two cache lines of room before the fields of a subclass: the fields of a class are laid out after
 * those of its parent.
 */
@SuppressWarnings("unused")
abstract class Padding {
  private long before0, before1, before2, before3, before4, before5, before6, before7;
  private long before8, before9, before10, before11, before12, before13, before14, before15;
}
