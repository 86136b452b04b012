package io.github.uhlc.examples.recipes;

import io.github.uhlc.HLC;
import io.github.uhlc.HLCStatistics;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MXBean;
import javax.management.ObjectName;

// recipe
@MXBean
public interface ClockFigures {
  long getRefusals();

  long getLeadMillis();

  record Live(HLC clock, HLCStatistics statistics) implements ClockFigures {
    @Override
    public long getRefusals() {
      return statistics.refusals();
    }

    @Override
    public long getLeadMillis() {
      return clock.lead().toMillis();
    }

    ObjectName register() throws JMException {
      ObjectName name = new ObjectName("io.github.uhlc:type=HLC,id=" + clock.id());
      return ManagementFactory.getPlatformMBeanServer().registerMBean(this, name).getObjectName();
    }
  }
}
// end of recipe
