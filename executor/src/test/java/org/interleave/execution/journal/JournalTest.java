package org.interleave.execution.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.interleave.cluster.Share;
import org.interleave.execution.faults.FaultyFileSystem;
import org.interleave.execution.faults.FileOperation;
import org.interleave.scheduling.TaskEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
  private static final String FIRST = "1 interleave-journal 1 begun r v s m 3 w";
  private static final String SESSION = "2 session 1 0 w";

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("journal");
  }

  @Test
  void givesBackWhatItTook() {
    Sample.write(file(), Sample.FACTS);
    assertThat(Journal.read(file())).isEqualTo(Sample.FACTS);
    try (Journal journal = Journal.open(file())) {
      assertThat(journal.recovered()).isEqualTo(Sample.FACTS);
      assertThat(journal.cutBytes()).isZero();
    }
  }

  @Test
  void isLinesThatPeopleCanRead() {
    Sample.write(file(), Sample.FACTS.subList(0, 8));
    assertThat(new String(Sample.bytesOf(file()), ISO_8859_1).lines().map(l -> l.substring(9)))
        .containsExactly(
            "1 interleave-journal 1 begun run%207 0.1.0-SNAPSHOT 9f86d081 async%20%25 5"
                + " 2026-01-02T03:04:05.678901Z",
            "2 session 1 0 2026-01-02T03:04:05Z",
            "3 intended 0 1 1 0 12 0:0-3:0",
            "4 intended 4 1 1 0 13 1:0,2-3,9:1,3;2::",
            "5 started 0 1 4711 1500",
            "6 ended 0 1 DONE 0 - 2000000 2000001",
            "7 intended 1 1 1 2000001 2000002 -",
            "8 ended 1 1 FAILED -1 no%20such%20program:%20'tr%20ain'%0A50%20%25%20%C3%BC%20%E4%B8%96"
                + "%20%F0%9F%98%80%20- 3 4");
  }

  @Test
  void sealsLinesWithCrc32c() {
    Sample.write(file(), Sample.FACTS.subList(0, 2));
    assertThat(Sample.bytesOf(file()))
        .isEqualTo(
            Sample.sealed(
                "1 interleave-journal 1 begun run%207 0.1.0-SNAPSHOT 9f86d081 async%20%25 5"
                    + " 2026-01-02T03:04:05.678901Z",
                "2 session 1 0 2026-01-02T03:04:05Z"));
  }

  @Test
  void goesOnAfterBeingOpenedAgainForEveryFact() {
    Sample.write(file(), Sample.FACTS.subList(0, 1));
    for (int n = 1; n < Sample.FACTS.size(); n++) {
      try (Journal journal = Journal.open(file())) {
        assertThat(journal.recovered()).isEqualTo(Sample.FACTS.subList(0, n));
        journal.append(Sample.FACTS.get(n));
      }
    }
    assertThat(Sample.bytesOf(file())).isEqualTo(Sample.bytes(directory.resolve("at-once")));
  }

  @Test
  void anyTextSurvives() {
    List<String> texts = new ArrayList<>(List.of("", "-", "--", "%", "%2D", " ", "\n", "\0", "+"));
    for (int c = 1; c < 0x3000; c++) {
      texts.add("a" + (char) c);
    }
    texts.add("\ud83d\ude00");
    List<Fact> facts = new ArrayList<>(List.of(Sample.BEGUN));
    for (String text : texts) {
      facts.add(new Fact.Session(facts.size(), 0, text));
    }
    Sample.write(file(), facts);
    assertThat(Journal.read(file())).isEqualTo(facts);
    assertThat(((Fact.Session) Journal.read(file()).get(1)).wallClock()).isEmpty();
  }

  @Test
  void halfOfASurrogatePairBecomesAQuestionMark() {
    assertThat(new Fact.Session(1, 0, "a\ud83d").wallClock()).isEqualTo("a?");
  }

  @Test
  void manyFactsAreWrittenSoonAndReadBack() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact.Begun("r", "v", "s", "m", 20_000, "w"));
    facts.add(new Fact.Session(1, 0, "w"));
    List<Share> shares =
        List.of(new Share(3, IntStream.range(0, 40).boxed().toList(), List.of(0, 1)));
    for (int task = 0; task < 20_000; task++) {
      facts.add(new Fact.Intended(task, 1, 1, task, task + 1L, shares));
      facts.add(new Fact.Started(task, 1, 1000L + task, task + 2L));
      facts.add(new Fact.Ended(task, 1, TaskEnd.DONE, 0, "", task + 3L, task + 4L));
    }
    long before = System.nanoTime();
    Sample.write(file(), facts);
    assertThat(Journal.read(file())).isEqualTo(facts);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void aLineMayBeLong() {
    List<Share> shares =
        IntStream.range(0, 100_000)
            .mapToObj(node -> new Share(node, List.of(0, 2, 4), List.of()))
            .toList();
    List<Fact> facts =
        List.of(
            Sample.BEGUN,
            new Fact.Session(1, 0, "x"),
            new Fact.Intended(0, 1, 1, 0, 0, shares),
            new Fact.Started(0, 1, 1, 1));
    Sample.write(file(), facts);
    assertThat(Journal.read(file())).isEqualTo(facts);
  }

  @Test
  void forceWritesOnceAndOnlyIfThereIsSomething() {
    FaultyFileSystem files = new FaultyFileSystem();
    files.keepLog();
    try (Journal journal = Journal.create(files.path(file()), Sample.BEGUN)) {
      String folder = directory.getFileName().toString();
      assertThat(files.log())
          .containsExactly(
              "OPEN journal",
              "WRITE journal",
              "FORCE journal",
              "OPEN " + folder,
              "FORCE " + folder,
              "CLOSE " + folder);
      files.reset();
      journal.force();
      journal.append(Sample.FACTS.get(1));
      journal.append(Sample.FACTS.get(2));
      assertThat(files.operations()).isZero();
      journal.force();
      journal.force();
      assertThat(files.log()).containsExactly("WRITE journal", "FORCE journal");
      files.reset();
    }
    assertThat(files.log()).containsExactly("CLOSE journal");
  }

  @Test
  void forceMakesDurableWhatABigBatchHasWrittenBefore() {
    FaultyFileSystem files = new FaultyFileSystem();
    try (Journal journal = Journal.create(files.path(file()), Sample.BEGUN)) {
      files.reset();
      int number = 1;
      while (files.operations(FileOperation.WRITE) == 0) {
        journal.append(new Fact.Session(number++, 0, "w"));
      }
      assertThat(files.operations(FileOperation.FORCE)).isZero();
      journal.force();
      assertThat(files.operations(FileOperation.FORCE)).isEqualTo(1);
    }
  }

  @Test
  void openMakesDurableWhatAKilledProcessHadOnlyWritten() {
    Sample.write(file(), Sample.FACTS);
    FaultyFileSystem files = new FaultyFileSystem();
    Journal.open(files.path(file())).close();
    assertThat(files.operations(FileOperation.FORCE)).isEqualTo(1);
    assertThat(files.operations(FileOperation.TRUNCATE)).isZero();
  }

  @Test
  void aPendingInterruptNeitherClosesTheFileNorIsLost() {
    try (Journal journal = Journal.create(file(), Sample.BEGUN)) {
      journal.append(Sample.FACTS.get(1));
      Thread.currentThread().interrupt();
      journal.force();
      assertThat(Thread.interrupted()).isTrue();
      journal.append(Sample.FACTS.get(2));
    }
    assertThat(Journal.read(file())).isEqualTo(Sample.FACTS.subList(0, 3));
  }

  @Test
  void closedItTakesNothingMore() {
    Journal journal = Journal.create(file(), Sample.BEGUN);
    journal.close();
    journal.close();
    assertThatIllegalStateException().isThrownBy(() -> journal.append(Sample.FACTS.get(1)));
    assertThatIllegalStateException().isThrownBy(journal::force);
  }

  @Test
  void aJournalIsNotBegunTwice() {
    Sample.write(file(), Sample.FACTS);
    byte[] before = Sample.bytesOf(file());
    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> Journal.create(file(), Sample.BEGUN))
        .withMessage(
            file() + " holds the journal of a run; resume that run, or choose another --out");
    assertThat(Sample.bytesOf(file())).isEqualTo(before);
  }

  @Test
  void withoutAFileThereIsNoJournal() {
    assertThat(Journal.hasBegun(file())).isFalse();
    for (Runnable attempt :
        List.<Runnable>of(() -> Journal.open(file()), () -> Journal.read(file()))) {
      assertThatExceptionOfType(JournalException.class)
          .isThrownBy(attempt::run)
          .withMessage("there is no journal " + file() + ": there is nothing to resume");
    }
    assertThat(file()).doesNotExist();
  }

  @Test
  void aFolderIsNoJournal() throws IOException {
    Files.createDirectory(file());
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> Journal.open(file()))
        .withMessageStartingWith("can't write " + file() + ": Is a directory; ");
  }

  @Test
  void whatNeverBeganIsBegunAnew() {
    byte[] first = Sample.sealed(FIRST);
    for (int length = 0; length < first.length; length++) {
      Sample.put(file(), Arrays.copyOf(first, length));
      assertThat(Journal.hasBegun(file())).as("%d bytes", length).isFalse();
      for (Runnable attempt :
          List.<Runnable>of(() -> Journal.open(file()), () -> Journal.read(file()))) {
        assertThatExceptionOfType(JournalException.class)
            .isThrownBy(attempt::run)
            .withMessageContaining("holds no journal: it was never begun");
      }
      assertThat(Sample.bytesOf(file())).hasSize(length);
      Journal.create(file(), Sample.BEGUN).close();
      assertThat(Journal.hasBegun(file())).isTrue();
      assertThat(Journal.read(file())).containsExactly(Sample.BEGUN);
    }
    Sample.put(file(), new byte[100]);
    assertThat(Journal.hasBegun(file())).isFalse();
  }

  @Test
  void whatIsNoJournalIsNotTakenForOneThatNeverBegan() {
    Sample.put(file(), "Dear diary,\ntoday I ran a workflow.\n".getBytes(ISO_8859_1));
    assertThat(Journal.hasBegun(file())).isTrue();
    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> Journal.open(file()))
        .withMessage(
            file()
                + " at byte 0: the checksum does not match; this is its first line, so nothing of"
                + " it can be used: start the run anew elsewhere");
  }

  @Test
  void aLaterVersionOfTheFormatIsNamed() {
    Sample.put(file(), Sample.sealed("1 interleave-journal 2 begun r v s m 3 w"));
    assertThat(Journal.hasBegun(file())).isTrue();
    refused(0, "version '2' of the format is unknown to this program");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 interleave-journal 1 begun r v s m 3 w | a line with number 1 is due, but this one has '0'
          01 interleave-journal 1 begun r v s m 3 w | a line with number 1 is due, but this one has '01'
          1 interleave-journal 1 began r v s m 3 w | the fact is not written in the way of this program
          1 interleave-journal 1 begun r v s m 3 w w | the fact is not written in the way of this program
          1 interleave-journal 1 begun r v s m 3 | the fact is not written in the way of this program
          1 interleave-journal 1 begun  r v s m 3 w | '' | ''
          1 interleave-journal 1 begun r v s m 03 w | the fact is not written in the way of this program
          1 interleave-journal 1 begun r v s m -1 w | tasks is -1, but must be at least 0
          1 interleave-journal 1 begun r v s m 10000001 w | tasks is 10000001, but must be at most 10000000
          1 interleave-journal 1 begun r v s m x w | 'x' should be a whole number
          1 interleave-journal 1 begun %zz v s m 3 w | the fact is not written in the way of this program
          1 interleave-journal 1 begun %2d v s m 3 w | the fact is not written in the way of this program
          1 interleave-journal 1 begun %41 v s m 3 w | the fact is not written in the way of this program
          1 interleave-journal 1 begun % v s m 3 w | the fact is not written in the way of this program
          1 interleave-journal 1 begun %FF v s m 3 w | the fact is not written in the way of this program
          1 session 1 0 w | the first fact is not that the run begins
          1 | the fact '' is unknown
          """)
  void refusesFirstLines(String body, String why) {
    Sample.put(file(), Sample.sealed(body));
    refused(0, why == null ? "" : why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          intended 0 1 1 0 0 0:3-1: | the fact is not written in the way of this program
          intended 0 1 1 0 0 0:0,1: | the fact is not written in the way of this program
          intended 0 1 1 0 0 0:1-1: | the fact is not written in the way of this program
          intended 0 1 1 0 0 0:1,0: | slots must ascend, but 0 follows 1
          intended 0 1 1 0 0 0::-1 | gpus must ascend, but -1 follows -1
          intended 0 1 1 0 0 0: | the share '0:' should be node:slots:gpus
          intended 0 1 1 0 0 0::; | the share '' should be node:slots:gpus
          intended 0 1 1 0 0 0:0-999999999: | the range '0-999999999' is too long
          intended 0 1 1 0 0 0:0-99999999999: | the number 99999999999 is too large
          intended 0 1 1 0 0 -1:: | node is -1, but must be at least 0
          intended 0 1 0 0 0 - | launch is 0, but must be at least 1
          intended 0 0 1 0 0 - | attempt is 0, but must be at least 1
          intended 0 1 1 -1 0 - | ready is -1, but must be at least 0
          intended -1 1 1 0 0 - | task is -1, but must be at least 0
          intended 3 1 1 0 0 - | there is no task 3 among 3
          started 0 1 1 1 | launch 1 of task 0 is not running
          ended 0 1 DONE 0 - 0 0 | launch 1 of task 0 is not running
          ended 0 1 done 0 - 0 0 | the end 'done' is unknown
          ended 0 1 DONE 0  0 0 | ''
          finished maybe 1 | the fact is not written in the way of this program
          finished complete 9223372036854775808 | '9223372036854775808' should be a whole number
          session 1 0 w | session 1 follows session 1
          session 3 0 w | session 3 follows session 1
          interleave-journal 1 begun r v s m 3 w | the run begins a second time
          gossip 1 | the fact 'gossip' is unknown
          """)
  void refusesThirdLines(String fact, String why) {
    Sample.put(file(), Sample.sealed(FIRST, SESSION, "3 " + fact));
    refused(Sample.sealed(FIRST, SESSION).length, why == null ? "" : why);
  }

  @Test
  void saysHowToGoOnFromWhatIsIntact() {
    Path odd = directory.resolve("my journal");
    Sample.put(odd, Sample.sealed(FIRST, SESSION, "3 gossip"));
    int intact = Sample.sealed(FIRST, SESSION).length;
    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> Journal.read(odd))
        .withMessage(
            odd
                + " at byte "
                + intact
                + ": the fact 'gossip' is unknown; the facts before it are intact: cut the file"
                + " there ('truncate -s "
                + intact
                + " \""
                + odd
                + "\"') to go on from them");
    Sample.put(odd, Arrays.copyOf(Sample.bytesOf(odd), intact));
    assertThat(Journal.read(odd)).hasSize(2);
  }

  private void refused(int offset, String why) {
    byte[] before = Sample.bytesOf(file());
    for (Runnable attempt :
        List.<Runnable>of(() -> Journal.open(file()), () -> Journal.read(file()))) {
      assertThatExceptionOfType(JournalException.class)
          .isThrownBy(attempt::run)
          .withMessageStartingWith(file() + " at byte " + offset + ": " + why)
          .withMessageNotContaining("\n");
    }
    assertThat(Sample.bytesOf(file())).isEqualTo(before);
  }

  /** Both by who appends and by who reads; letters name facts about the tasks 0 and 1. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "i0.1", // before the first session
        "S s0.1", // not intended
        "S d0.1",
        "S i0.1 i0.1", // running
        "S i0.1 i0.2",
        "S i0.1 s0.1 i0.2",
        "S i0.1 s0.1 s0.1", // twice
        "S i0.1 s0.2", // another launch
        "S i0.1 d0.2",
        "S i0.1 d0.1 d0.1",
        "S i0.1 d0.1 s0.1",
        "S i0.1 d0.1 i0.2", // done
        "S i0.1 f0.1 i0.1", // the same launch again
        "S i0.2 f0.2 i0.1",
        "S i0.1 S i0.1",
        "S i0.1 S i0.2 d0.1", // the launch that was given up
        "S i0.1 S i0.2 i0.3",
        "S i0.1 d0.1 S i0.2", // done in an earlier session
        "S C i0.1", // complete
        "S C C",
        "S C S i0.1",
        "S C S I",
        "S I i0.1", // the session had finished
        "S I I",
        "S i0.1 C", // while one runs
        "S i0.1 S i1.1 C",
        "B",
        "S B",
      })
  void theLastOfTheseFactsCannotFollow(String story) {
    List<Fact> facts = facts(story);
    Fact last = facts.remove(facts.size() - 1);
    try (Journal journal = Journal.create(file(), Sample.BEGUN)) {
      facts.forEach(journal::append);
      assertThatIllegalArgumentException().isThrownBy(() -> journal.append(last));
      assertThatIllegalArgumentException().isThrownBy(() -> journal.append(last));
    }
    facts.add(0, Sample.BEGUN);
    assertThat(Journal.read(file())).isEqualTo(facts);
    FactWriter lines = new FactWriter();
    facts.add(last);
    for (int i = 0; i < facts.size(); i++) {
      lines.add(facts.get(i), i + 1L);
    }
    Sample.put(file(), Arrays.copyOf(lines.buffer().array(), lines.size()));
    refused(Sample.startOf(Sample.bytesOf(file()), facts.size() - 1), "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S i0.1 d0.1", // could not be started, or its start was not told
        "S i0.1 f0.1 i0.2 f0.2 i0.7",
        "S i0.1 c0.1 S i0.2", // cancelled tasks run when the run is resumed
        "S i0.1 S i0.2 d0.2",
        "S i0.1 s0.1 S i0.2 s0.2 d0.2",
        "S i0.1 S s0.1 d0.1", // found again by the next session
        "S i0.1 S l0.1 i0.2 d0.2 C",
        "S i0.1 S C", // left over, and nobody minded
        "S i0.1 d0.1 I S C S S",
        "S i0.1 I S i0.2",
        "S i1.1 i0.1 d0.1 d1.1 C",
      })
  void theseFactsCanFollowEachOther(String story) {
    List<Fact> facts = facts(story);
    facts.add(0, Sample.BEGUN);
    Sample.write(file(), facts);
    assertThat(Journal.read(file())).isEqualTo(facts);
  }

  private static List<Fact> facts(String story) {
    List<Fact> facts = new ArrayList<>();
    int session = 0;
    for (String word : story.split(" ", -1)) {
      int task = word.length() > 1 ? word.charAt(1) - '0' : 0;
      int launch = word.length() > 3 ? word.charAt(3) - '0' : 0;
      facts.add(
          switch (word.charAt(0)) {
            case 'B' -> Sample.BEGUN;
            case 'S' -> new Fact.Session(++session, 0, "w");
            case 'C' -> new Fact.Finished(true, 1);
            case 'I' -> new Fact.Finished(false, 1);
            case 'i' -> new Fact.Intended(task, 1, launch, 0, 0, List.of());
            case 's' -> new Fact.Started(task, launch, 1, 0);
            case 'd' -> new Fact.Ended(task, launch, TaskEnd.DONE, 0, "", 0, 0);
            case 'f' -> new Fact.Ended(task, launch, TaskEnd.FAILED, 1, "", 0, 0);
            case 'l' -> new Fact.Ended(task, launch, TaskEnd.LOST, -1, "", 0, 0);
            case 'c' -> new Fact.Ended(task, launch, TaskEnd.CANCELED, 143, "", 0, 0);
            default -> throw new IllegalArgumentException(word);
          });
    }
    return facts;
  }
}
