package org.interleave.execution.slurm.pilot;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/** What an allocation sends to all its processes when it ends. */
final class Signals {

  private Signals() {}

  /**
   * Takes no notice of them from now on. A handler that does nothing, for what is ignored would be
   * ignored by every child as well. The class is there in every Java, but its name must not be
   * written, or the compiler warns.
   */
  static void disregard() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object nothing =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, m, a) -> null);
      for (String name : List.of("INT", "TERM", "HUP")) {
        try {
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance(name), nothing);
        } catch (InvocationTargetException e) {
          // Ignored already.
        }
      }
    } catch (ReflectiveOperationException e) {
      // Then a signal ends this program, and its warden what it has started.
    }
  }
}
