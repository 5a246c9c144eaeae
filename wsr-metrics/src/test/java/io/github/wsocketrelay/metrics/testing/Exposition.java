package io.github.wsocketrelay.metrics.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Prometheus' text format, and insists on its form: help and type before the samples of a
 * metric, names and suffixes by its conventions, and buckets that add up.
 */
public final class Exposition {
  private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-z_][a-z0-9_]*) (.+)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-z_][a-z0-9_]*)(\\{.*})? (\\S+)( \\d+)?");
  private static final Pattern SUFFIX = Pattern.compile("_(bucket|count|sum)$");

  private final Map<String, Double> samples = new LinkedHashMap<>();
  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, String> helps = new LinkedHashMap<>();

  private Exposition() {}

  public static Exposition parse(String text) {
    Exposition read = new Exposition();
    assertThat(text).endsWith("\n");
    text.lines().forEach(read::line);
    read.checkBuckets();
    return read;
  }

  private void line(String line) {
    Matcher comment = COMMENT.matcher(line);
    Matcher sample = SAMPLE.matcher(line);
    if (comment.matches()) {
      Map<String, String> into = comment.group(1).equals("HELP") ? helps : types;
      assertThat(into.put(comment.group(2), comment.group(3))).as(line).isNull();
    } else {
      assertThat(sample.matches()).as(line).isTrue();
      String family = familyOf(sample.group(1));
      assertThat(types).as(line).containsKey(family);
      assertThat(helps).as(line).containsKey(family);
      assertThat(types.get(family).equals("counter")).as(line).isEqualTo(family.endsWith("_total"));
      String series = sample.group(1) + (sample.group(2) == null ? "" : sample.group(2));
      assertThat(samples.put(series, number(sample.group(3)))).as(line).isNull();
    }
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private String familyOf(String name) {
    String family = SUFFIX.matcher(name).replaceFirst("");
    return types.containsKey(family) ? family : name;
  }

  private void checkBuckets() {
    types.forEach(
        (family, type) -> {
          if (type.equals("histogram")) {
            double before = 0;
            for (Map.Entry<String, Double> sample : samples.entrySet()) {
              if (sample.getKey().startsWith(family + "_bucket")) {
                assertThat(sample.getValue()).as(sample.getKey()).isGreaterThanOrEqualTo(before);
                before = sample.getValue();
              }
            }
            assertThat(value(family + "_bucket{le=\"+Inf\"}")).isEqualTo(before);
            assertThat(value(family + "_count")).isEqualTo(before);
          }
        });
  }

  /** The value of a series, which must be there: its name, and labels as they are written. */
  public double value(String series) {
    assertThat(samples).containsKey(series);
    return samples.get(series);
  }

  /** The names of all metrics: of a histogram only one. */
  public Set<String> families() {
    return new TreeSet<>(types.keySet());
  }

  /** All names as a query has them. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    samples.keySet().forEach(series -> names.add(series.replaceFirst("\\{.*", "")));
    return names;
  }
}
