/** What the authors of a high-water mark test it with. Needs nothing but the library. */
package io.github.uhlc.testkit;
