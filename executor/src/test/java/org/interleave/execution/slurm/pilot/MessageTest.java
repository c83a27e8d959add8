package org.interleave.execution.slurm.pilot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MessageTest {

  @Test
  void anyTextComesThrough() {
    Message message =
        Message.of("start", "", "two words", "@%\n\r\t\0", "\ud83d\ude80 \u00e4", "\ud800", 7, -1L);
    String line = message.line(3);
    assertThat(line).matches("[ -~]+");
    assertThat(Message.read(line)).isEqualTo(new Message.Numbered(3, message));
  }

  @Test
  void whatOthersPrintIsNoMessage() {
    String line = Message.of("pong", 1, 2).line(0);
    assertThat(Message.read("srun: something")).isNull();
    assertThat(Message.read("")).isNull();
    assertThat(Message.read("@")).isNull();
    assertThat(Message.read("no line end here" + line)).isNotNull();
    assertThat(Message.read(line + " ")).isNull();
  }

  @Test
  void noChangedCharacterGoesUnnoticed() {
    long seed = 20_261;
    SplittableRandom random = new SplittableRandom(seed);
    String line = Message.of("ended", 1, 22, 333, "DONE", 0, "", 123_456_789).line(12);
    for (int i = 0; i < 2_000; i++) {
      int at = random.nextInt(line.length());
      char other = (char) (32 + random.nextInt(95));
      if (other != line.charAt(at)) {
        String changed = line.substring(0, at) + other + line.substring(at + 1);
        assertThat(Message.read(changed)).as("seed %d: %s", seed, changed).isNull();
      }
    }
  }

  @Test
  void aMissingMessageIsFound() throws IOException {
    Message m = Message.of("ping", 1);
    List<String> noise = new ArrayList<>();
    List<Message> read = read(m.line(0) + "\nhello\n" + m.line(1) + "\n", noise);
    assertThat(read).containsExactly(m, m);
    assertThat(noise).containsExactly("hello");
    assertThatThrownBy(() -> read(m.line(0) + "\n" + m.line(2) + "\n", noise))
        .isInstanceOf(IOException.class)
        .hasMessage("message 2 came where 1 was expected");
  }

  private static List<Message> read(String text, List<String> noise) throws IOException {
    List<Message> messages = new ArrayList<>();
    Receiver.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)),
        messages::add,
        noise::add);
    return messages;
  }
}
