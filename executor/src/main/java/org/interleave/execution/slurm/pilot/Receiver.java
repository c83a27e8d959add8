package org.interleave.execution.slurm.pilot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads messages until their stream ends. */
final class Receiver {

  private Receiver() {}

  /**
   * Reads to the end.
   *
   * @param noise takes the lines that are no messages
   * @throws IOException if the stream can't be read, or if a message is missing in it
   */
  static void read(InputStream in, Consumer<Message> messages, Consumer<String> noise)
      throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
    long expected = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Message.Numbered read = Message.read(line);
      if (read == null) {
        noise.accept(line);
      } else if (read.number() != expected++) {
        throw new IOException(
            "message " + read.number() + " came where " + (expected - 1) + " was expected");
      } else {
        messages.accept(read.message());
      }
    }
  }
}
