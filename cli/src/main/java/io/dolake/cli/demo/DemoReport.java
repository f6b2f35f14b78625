package io.dolake.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.dolake.cli.verify.TableDifference;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the demo found, for people and as JSON. */
record DemoReport(
    double seconds,
    long transactions,
    long changes,
    long conflictsRetried,
    long reconnects,
    int cutsVerified,
    List<String> violations,
    int freshnessP50Millis,
    int freshnessP99Millis,
    List<TableDifference> tables) {

  DemoReport {
    violations = List.copyOf(violations);
    tables = List.copyOf(tables);
  }

  long rowsCompared() {
    return tables.stream().mapToLong(TableDifference::rows).sum();
  }

  long differences() {
    return tables.stream().mapToLong(TableDifference::differences).sum();
  }

  boolean passed() {
    return violations.isEmpty() && differences() == 0 && cutsVerified > 0 && rowsCompared() > 0;
  }

  void print(PrintStream out) {
    out.println();
    for (TableDifference table : tables) {
      out.printf(
          "  %-12s %,10d rows compared, %d differ%n",
          table.table(), table.rows(), table.differences());
      table.examples().forEach(example -> out.println("    " + example));
    }
    violations.stream().limit(10).forEach(violation -> out.println("  violated: " + violation));
    out.printf(
        "%n  %,d transactions (%,.0f/s), %,d row changes, %,d conflicts retried, %,d reconnects%n",
        transactions,
        transactions / Math.max(seconds, 0.001),
        changes,
        conflictsRetried,
        reconnects);
    out.printf(
        "  freshness p50 %.2f s, p99 %.2f s%n",
        freshnessP50Millis / 1000.0, freshnessP99Millis / 1000.0);
    out.printf(
        "%s: %d cuts verified, %d violations, %,d rows compared by DuckDB, %d differences%n",
        passed() ? "demo passed" : "demo FAILED",
        cutsVerified,
        violations.size(),
        rowsCompared(),
        differences());
  }

  void write(Path file) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("passed", passed());
    json.put("seconds", seconds);
    json.put("transactions", transactions);
    json.put("changes", changes);
    json.put("conflictsRetried", conflictsRetried);
    json.put("reconnects", reconnects);
    json.put("cutsVerified", cutsVerified);
    json.put("violations", violations);
    json.put("freshnessP50Millis", freshnessP50Millis);
    json.put("freshnessP99Millis", freshnessP99Millis);
    json.put("rowsCompared", rowsCompared());
    json.put("differences", differences());
    json.put("tables", tables);
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json);
  }
}
