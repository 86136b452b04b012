/** Unique hybrid logical clocks: {@link io.github.uhlc.HLC} and the values it works with. */
module io.github.uhlc {
  exports io.github.uhlc;
  exports io.github.uhlc.bounded;
  exports io.github.uhlc.oracle;
}
