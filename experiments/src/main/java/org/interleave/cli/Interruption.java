package org.interleave.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What happens on Ctrl-C, TERM and HUP while something runs: at first it is asked to end and goes
 * on until it has, a second signal ends the program at once.
 */
final class Interruption implements AutoCloseable {

  /** Added to a signal's number, this is the exit code of who was ended by it. */
  private static final int BY_SIGNAL = 128;

  private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

  private final AtomicInteger code = new AtomicInteger();
  private volatile boolean over;

  private Interruption() {}

  /**
   * Takes the signals over.
   *
   * @param first what to do at the first one
   */
  static Interruption handledBy(Runnable first) {
    Interruption interruption = new Interruption();
    interruption.install(first);
    return interruption;
  }

  /** The exit code that the signal stands for, or 0 if there was none. */
  int exitCode() {
    return code.get();
  }

  // The class is there in every Java, but its name must not be written, or the compiler warns.
  private void install(Runnable first) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              Interruption.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  int number = (int) signal.getMethod("getNumber").invoke(arguments[0]);
                  received(number, first);
                }
                return null;
              });
      for (String name : SIGNALS) {
        try {
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (InvocationTargetException e) {
          // This system does not have the signal, or uses it itself.
        }
      }
    } catch (ReflectiveOperationException e) {
      Runtime.getRuntime().addShutdownHook(new Thread(first));
    }
  }

  private void received(int number, Runnable first) {
    boolean isFirst = code.compareAndSet(0, BY_SIGNAL + number);
    if (isFirst && !over) {
      first.run();
    } else {
      Runtime.getRuntime().halt(code.get());
    }
  }

  /** From here on nothing is left that could be asked to end: a signal ends the program. */
  @Override
  public void close() {
    over = true;
  }
}
