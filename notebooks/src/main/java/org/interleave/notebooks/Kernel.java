package org.interleave.notebooks;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.interleave.plot.Fonts;
import org.rapaio.jupyter.kernel.MainApp;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.channels.LoopThread;
import org.rapaio.jupyter.kernel.core.ConnectionProperties;
import org.rapaio.jupyter.kernel.core.RapaioKernel;
import org.rapaio.jupyter.kernel.core.Transform;

/**
 * The kernel of the notebooks: that of rapaio, which listens only when everything that answers is
 * in its place.
 */
public final class Kernel {

  private Kernel() {}

  /**
   * Serves one notebook until Jupyter ends it.
   *
   * @param arguments the connection file that Jupyter has written
   */
  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    if (arguments.length != 1) {
      System.err.println(
          "the kernel is started by Jupyter with a connection file; install it with"
              + " notebooks/install-kernel and open a notebook");
      System.exit(2);
    }
    Fonts.install();
    Logger.getLogger("").setLevel(Level.WARNING);
    String connection = Files.readString(Path.of(arguments[0]));
    Channels channels = new Channels(Transform.fromJson(connection, ConnectionProperties.class));
    channels.connect(quietly(() -> MainApp.kernel));
    LoopThread.open();
    channels.joinUntilClose();
  }

  /** The kernel prints its whole class path when it is made. */
  private static RapaioKernel quietly(Supplier<RapaioKernel> made) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      return made.get();
    } finally {
      System.setOut(out);
    }
  }
}
