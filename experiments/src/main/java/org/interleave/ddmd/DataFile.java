package org.interleave.ddmd;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32C;

/**
 * Files between tasks: what they hold, the payload, a checksum. They are written beside and then
 * moved, so a reader sees a whole file or none.
 */
final class DataFile {
  private static final int CHECKSUM_BYTES = 8;

  private DataFile() {}

  /** Puts the payload of a file together. */
  interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  /** Takes the payload of a file apart. */
  interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  static void write(Path file, String kind, Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeUTF(kind);
      body.write(out);
      out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    replace(file, bytes.toByteArray());
  }

  static void write(Path file, String text) {
    replace(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a file.
   *
   * @throws BadInput if it is missing, cut, changed or of another kind
   */
  static <T> T read(Path file, String kind, Reader<T> reader) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new BadInput(file + " is missing; run the task that writes it first");
    } catch (IOException e) {
      throw new BadInput(file + " can't be read: " + e.getMessage());
    }
    int size = bytes.length - CHECKSUM_BYTES;
    if (size < 0 || checksum(bytes, size) != ByteBuffer.wrap(bytes, size, 8).getLong()) {
      throw new BadInput(file + " is damaged; run the task that writes it again");
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, size));
    try {
      String found = in.readUTF();
      if (!found.equals(kind)) {
        throw new BadInput(file + " holds '" + found + "', not '" + kind + "'");
      }
      T value = reader.read(in);
      if (in.available() > 0) {
        throw new BadInput(file + " holds more than it says; was it written by another version?");
      }
      return value;
    } catch (IOException e) {
      throw new BadInput(file + " ends early; was it written by another version?");
    }
  }

  static void writeDoubles(DataOutputStream out, double[] values) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Double.BYTES * values.length);
    buffer.asDoubleBuffer().put(values);
    out.write(buffer.array());
  }

  static double[] readDoubles(DataInputStream in, int count) throws IOException {
    byte[] bytes = new byte[Double.BYTES * count];
    in.readFully(bytes);
    double[] values = new double[count];
    ByteBuffer.wrap(bytes).asDoubleBuffer().get(values);
    return values;
  }

  private static long checksum(byte[] bytes, int size) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, size);
    return crc.getValue();
  }

  private static void replace(Path file, byte[] bytes) {
    // An attempt that was given up may still be writing: each process has a name of its own.
    Path beside = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try {
        Files.write(beside, bytes);
        Files.move(
            beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
