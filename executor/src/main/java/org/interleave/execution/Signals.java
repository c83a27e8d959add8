package org.interleave.execution;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;

/** INT, TERM and HUP: what ends a program from outside. */
public final class Signals {

  private Signals() {}

  /**
   * Has them handled from now on; those apart that this system does not have or uses itself, or
   * that are ignored already. The class for it is there in every Java, but its name must not be
   * written, or the compiler warns.
   *
   * @param received gets the number of each signal that arrives, in a thread of its own
   * @return false if this Java can't: then a signal ends the program
   */
  public static boolean handle(IntConsumer received) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  received.accept((int) signal.getMethod("getNumber").invoke(arguments[0]));
                }
                return null;
              });
      for (String name : List.of("INT", "TERM", "HUP")) {
        try {
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (InvocationTargetException e) {
          // Not here, or not ours.
        }
      }
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
