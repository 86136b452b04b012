package io.github.uhlc.testkit;

import io.github.uhlc.NTP64;

/** A change of a bound. */
record Extension(NTP64 from, NTP64 to) {}
