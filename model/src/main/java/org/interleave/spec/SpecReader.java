package org.interleave.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interleave.Faults;
import org.interleave.Overheads;
import org.interleave.cluster.Cluster;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.FailurePolicy.OnFailure;
import org.interleave.scheduling.Fit;
import org.interleave.scheduling.Order;
import org.interleave.scheduling.Placement;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.workflow.Suggestion;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * Reads specifications. Whatever is wrong with one ends in a {@link SpecException} that says where.
 */
public final class SpecReader {

  private static final String[] KEYS = {
    "interleave",
    "name",
    "description",
    "iterations",
    "sets",
    "stages",
    "pipelines",
    "cluster",
    "overheads",
    "policy",
    "failures",
    "walltime",
    "masked"
  };

  private static final String ELLIPSIS = "...";

  private final Presets presets;
  private final List<String> referenced = new ArrayList<>(); // texts that the one read names
  private final SpecTexts texts;

  /** A reader that looks clusters and overheads up among the given presets. */
  public SpecReader(Presets presets) {
    this(presets, new SpecTexts());
  }

  private SpecReader(Presets presets, SpecTexts texts) {
    this.presets = presets;
    this.texts = texts;
  }

  /** Reads a file. */
  public Spec read(Path file) {
    return read(file, List.of());
  }

  /**
   * Reads a file with some values replaced.
   *
   * @param settings each {@code path=value}, as in {@code sets.Training.tasks=4}
   */
  public Spec read(Path file, List<String> settings) {
    return read(file.toString(), textOf(file), file.toAbsolutePath().getParent(), settings);
  }

  /** Reads a text; files that it names are looked for in the working directory. */
  public Spec read(String source, String text, List<String> settings) {
    return read(source, text, null, settings);
  }

  /** Reads a text; files that it names are looked for in the given folder. */
  public Spec read(String source, String text, @Nullable Path folder, List<String> settings) {
    return new SpecReader(presets)
        .readOnce(source, text, SpecParser.parse(source, text), folder, settings);
  }

  /**
   * Reads a text with some values replaced.
   *
   * @param texts what was parsed before, of this text and of what it names
   */
  static Spec read(
      Presets presets,
      String source,
      String text,
      @Nullable Path folder,
      List<String> settings,
      SpecTexts texts) {
    SpecNode parsed =
        texts.of("", () -> new SpecTexts.Parsed(text, SpecParser.parse(source, text))).node();
    return new SpecReader(presets, texts)
        .readOnce(source, text, SpecTexts.copy(parsed), folder, settings);
  }

  private Spec readOnce(
      String source, String text, SpecNode root, @Nullable Path folder, List<String> settings) {
    for (String setting : settings) {
      apply(setting, root, folder);
    }
    Section top = Section.of("the specification", root, KEYS);
    checkVersion(top);
    top.description();
    Workflow workflow = WorkflowReader.read(root, top, file -> lines(file, folder));
    Cluster cluster = cluster(top.need("cluster"), folder);
    SpecNode overheads = top.find("overheads");
    SpecNode policy = top.find("policy");
    StandardPolicy scheduling = policy == null ? StandardPolicy.RECORDED : policy(policy);
    checkFit(workflow, cluster, scheduling.placement().pooled(), root);
    if (overheads instanceof SpecNode.Fields) {
      checkNames(overheads, workflow);
    }
    Overheads costs = overheads == null ? Overheads.NONE : overheads(overheads, folder);
    return new Spec(
        source,
        sha256(text, settings),
        workflow,
        cluster,
        costs,
        scheduling,
        failures(top),
        faults(root, top, workflow),
        masked(top, workflow));
  }

  private static void checkVersion(Section top) {
    int version = (int) Quantity.whole("interleave", top.need("interleave"), 0, Integer.MAX_VALUE);
    if (version != 1) {
      throw new SpecException(
          top.need("interleave").at(),
          "interleave must be 1, the version of the format that is read here, but is " + version);
    }
  }

  /** Complains of the first task set whose tasks can never run. */
  private static void checkFit(Workflow workflow, Cluster cluster, boolean pooled, SpecNode root) {
    for (TaskSet set : workflow.sets()) {
      String misfit = cluster.misfit(set.resources(), pooled);
      if (!misfit.isEmpty()) {
        String key = misfit.contains("GPUs") ? "gpus" : misfit.contains("MiB") ? "memory" : "slots";
        throw new SpecException(
            SpecPath.of("sets." + set.name() + "." + key).locate(root),
            "task set '" + set.name() + "' " + misfit);
      }
    }
  }

  /** Overheads in place are those of this workflow; a shipped name or a file may serve several. */
  private static void checkNames(SpecNode overheads, Workflow workflow) {
    Set<String> sets = new LinkedHashSet<>();
    workflow.sets().forEach(set -> sets.add(set.name()));
    Set<String> pipelines = new LinkedHashSet<>();
    workflow.pipelines().forEach(pipeline -> pipelines.add(pipeline.name()));
    Section s = Section.open("the overheads", overheads);
    checkNames(s, "sets", "task set", sets);
    checkNames(s, "pipelines", "pipeline", pipelines);
  }

  private static void checkNames(Section overheads, String key, String kind, Set<String> known) {
    SpecNode node = overheads.find(key);
    if (node == null) {
      return;
    }
    Section named = Section.open(overheads.label(key), node);
    for (String name : named.keys()) {
      if (!known.contains(name)) {
        throw new SpecException(
            named.at(name),
            "the overheads name the unknown "
                + kind
                + " "
                + Printable.quoted(name)
                + Suggestion.of(name, known));
      }
    }
  }

  private static Map<String, Integer> masked(Section top, Workflow workflow) {
    SpecNode node = top.find("masked");
    if (node == null) {
      return Map.of();
    }
    Section m = Section.open("masked", node);
    Map<String, Integer> masked = new LinkedHashMap<>();
    Set<String> known = new LinkedHashSet<>();
    workflow.sets().forEach(set -> known.add(set.name()));
    for (String set : m.keys()) {
      if (!known.contains(set)) {
        throw new SpecException(
            m.at(set),
            "masked names the unknown task set "
                + Printable.quoted(set)
                + Suggestion.of(set, known));
      }
      masked.put(set, m.whole(set, 0, workflow.iterations()));
    }
    return masked;
  }

  private static FailurePolicy failures(Section top) {
    SpecNode node = top.find("failures");
    if (node == null) {
      return FailurePolicy.STRICT;
    }
    Section f =
        Section.of(
            "failures",
            node,
            "probability",
            "node-mtbf",
            "node-repair",
            "retries",
            "on-failure",
            "grace");
    return new FailurePolicy(
        f.whole("retries", 0, 0, 1000),
        f.choice(
            "on-failure",
            OnFailure.STOP,
            OnFailure.values(),
            o -> o.name().toLowerCase(java.util.Locale.ROOT)),
        f.microsOrZero("grace", FailurePolicy.USUAL_GRACE_MICROS));
  }

  private static Faults faults(SpecNode root, Section top, Workflow workflow) {
    Map<String, Double> ofSets = new LinkedHashMap<>();
    Section sets = Section.open("sets", top.need("sets"));
    for (TaskSet set : workflow.sets()) {
      Section s = Section.open("task set '" + set.name() + "'", sets.need(set.name()));
      SpecNode own = s.find("failure-probability");
      if (own != null) {
        ofSets.put(set.name(), probability(s.label("failure-probability"), own));
      }
    }
    SpecNode node = top.find("failures");
    Section f = Section.open("failures", node == null ? SpecNode.Fields.empty(root.at()) : node);
    SpecNode common = f.find("probability");
    long mtbf = f.micros("node-mtbf");
    long repair = f.micros("node-repair");
    if (repair > 0 && mtbf == 0) {
      throw new SpecException(f.at("node-repair"), "node-repair needs node-mtbf beside it; add it");
    }
    return new Faults(
        common == null ? 0 : probability("probability of failures", common),
        ofSets,
        mtbf,
        repair,
        top.micros("walltime"));
  }

  private static double probability(String name, SpecNode node) {
    double p = Quantity.number(name, node);
    if (!(p >= 0 && p <= 1)) {
      throw new SpecException(node.at(), name + " must be from 0 to 1, but is " + p);
    }
    return p;
  }

  private static StandardPolicy policy(SpecNode node) {
    Section p = Section.of("policy", node, "order", "fit", "placement");
    StandardPolicy usual = StandardPolicy.RECORDED;
    return new StandardPolicy(
        p.choice("order", usual.order(), Order.values(), Order::label),
        p.choice("fit", usual.fit(), Fit.values(), Fit::label),
        p.choice("placement", Placement.NEXT_FIT, Placement.values(), Placement::label));
  }

  /** The cluster of the given name: a preset or a file. */
  public Cluster cluster(String reference) {
    return cluster(argument("--cluster", reference), null);
  }

  /** The overheads of the given name: a preset, a file, or {@code none}. */
  public Overheads overheads(String reference) {
    return overheads(argument("--overheads", reference), null);
  }

  private static SpecNode argument(String option, String value) {
    return new SpecNode.Scalar(new Position(option, 1, 1), value, true);
  }

  private Cluster cluster(SpecNode node, @Nullable Path folder) {
    return node instanceof SpecNode.Scalar name
        ? ClusterReader.read(nameBy(name), named("cluster", name, folder))
        : ClusterReader.read(SpecWriter.IN_PLACE, node);
  }

  private Overheads overheads(SpecNode node, @Nullable Path folder) {
    if (node instanceof SpecNode.Scalar name) {
      return name.text().equals("none")
          ? Overheads.NONE
          : OverheadsReader.read(
              nameBy(name), named("overheads", name, folder), file -> lines(file, folder));
    }
    return OverheadsReader.read(SpecWriter.IN_PLACE, node, file -> lines(file, folder));
  }

  /** The name of what does not give its own: what it is called, or the end of a long path. */
  private static String nameBy(SpecNode.Scalar reference) {
    String text = reference.text();
    if (text.length() <= Limits.NAME_CHARACTERS) {
      return text;
    }
    int from = text.length() - Limits.NAME_CHARACTERS + ELLIPSIS.length();
    return ELLIPSIS + text.substring(Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from);
  }

  /**
   * The times in a file, one a line with its unit, or without for seconds; lines that begin with #
   * are comments.
   */
  private SpecNode lines(SpecNode.Scalar name, @Nullable Path folder) {
    String reference = Quantity.line("the file of measured times", name);
    Path file = resolved(reference, folder);
    if (!Files.isRegularFile(file)) {
      throw new SpecException(
          name.at(),
          "there is no file "
              + Printable.quoted(reference)
              + "; paths are relative to the specification");
    }
    SpecTexts.Parsed times = texts.of("times\n" + reference, () -> times(file, name.at()));
    referenced.add(times.text());
    return times.node() instanceof SpecNode.Items list
        ? new SpecNode.Items(name.at(), list.items())
        : times.node();
  }

  private static SpecTexts.Parsed times(Path file, Position at) {
    List<SpecNode> items = new java.util.ArrayList<>();
    int number = 0;
    String content = textOf(file);
    for (String line : (Iterable<String>) content.lines()::iterator) {
      number++;
      String text = line.strip();
      if (items.size() == Limits.TIMES) {
        throw new SpecException(
            new Position(file.toString(), number, 1),
            "more than " + Limits.TIMES + " times; leave some of them out");
      }
      if (!text.isEmpty() && !text.startsWith("#")) {
        String withUnit = text.matches("[0-9.eE+-]+") ? text + " s" : text;
        items.add(new SpecNode.Scalar(new Position(file.toString(), number, 1), withUnit, true));
      }
    }
    return new SpecTexts.Parsed(content, new SpecNode.Items(at, items));
  }

  private static Path resolved(String reference, @Nullable Path folder) {
    try {
      return folder == null ? Path.of(reference) : folder.resolve(reference);
    } catch (java.nio.file.InvalidPathException e) {
      return Path.of("");
    }
  }

  /** What a name stands for: a preset, or the content of a file. */
  private SpecNode named(String kind, SpecNode.Scalar name, @Nullable Path folder) {
    String reference = Quantity.line(kind, name);
    SpecTexts.Parsed found =
        texts.of(kind + "\n" + reference, () -> found(kind, reference, name.at(), folder));
    referenced.add(found.text());
    return found.node();
  }

  private SpecTexts.Parsed found(
      String kind, String reference, Position at, @Nullable Path folder) {
    String preset = presets.text(kind, reference);
    if (preset != null) {
      return new SpecTexts.Parsed(preset, SpecParser.parse("preset " + reference, preset));
    }
    Path file = resolved(reference, folder);
    if (!Files.isRegularFile(file)) {
      throw new SpecException(
          at,
          kind
              + " "
              + Printable.quoted(reference)
              + " is neither a preset nor a file"
              + Suggestion.of(reference, presets.names(kind)));
    }
    String content = textOf(file);
    return new SpecTexts.Parsed(content, SpecParser.parse(file.toString(), content));
  }

  private void apply(String setting, SpecNode root, @Nullable Path folder) {
    int equals = setting.indexOf('=');
    Position at = new Position("--set " + Printable.of(setting), 1, 1);
    if (equals < 1) {
      throw new SpecException(at, "write --set path=value, as in --set sets.Training.tasks=4");
    }
    SpecPath path;
    try {
      path = SpecPath.of(setting.substring(0, equals));
    } catch (IllegalArgumentException e) {
      throw new SpecException(at, String.valueOf(e.getMessage()));
    }
    if (setting.substring(equals + 1).isBlank()) {
      throw new SpecException(at, "there is no value behind the =");
    }
    SpecNode value = SpecParser.parse(at.source(), setting.substring(equals + 1));
    path.set(
        root,
        value,
        (key, name) ->
            List.of("cluster", "overheads").contains(key)
                ? SpecTexts.copy(named(key, name, folder))
                : null);
  }

  /** The text of a file, which must not be larger than a specification may be. */
  public static String textOf(Path file) {
    byte[] bytes;
    // Not by the file's size: devices and pipes have none, and may never end.
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(Limits.SPEC_BYTES + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (bytes.length > Limits.SPEC_BYTES) {
      throw new SpecException(
          new Position(file.toString(), 1, 1),
          "the file has more than "
              + Limits.SPEC_BYTES
              + " bytes (16 MiB), the most that is read; generate fewer sets, or raise their number"
              + " of tasks");
    }
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      return decoder.decode(in).toString();
    } catch (CharacterCodingException e) {
      String before = new String(bytes, 0, in.position(), StandardCharsets.UTF_8);
      throw new SpecException(
          SpecText.endOf(file.toString(), before),
          "these bytes are not UTF-8; save the file with that encoding");
    }
  }

  /** Of everything that determines what was read, what it names included. */
  private String sha256(String text, List<String> settings) {
    List<String> all = new java.util.ArrayList<>(List.of(text));
    all.addAll(settings);
    all.addAll(referenced);
    return sha256(all);
  }

  static String sha256(List<String> texts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int i = 0; i < texts.size(); i++) {
        if (i > 0) {
          digest.update((byte) 0);
        }
        digest.update(texts.get(i).getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
