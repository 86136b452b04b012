package io.github.uhlc.examples.recipes;

import io.github.uhlc.HLC;
import io.github.uhlc.HLCStatistics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

// recipe
@Configuration(proxyBeanMethods = false)
class ClockConfiguration {
  @Bean
  HLCStatistics clockStatistics() {
    return new HLCStatistics();
  }

  @Bean
  HLC clock(HLCStatistics statistics) {
    return HLC.builder().withListener(statistics).build();
  }
}
// end of recipe
