package io.dolake.cli.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.dolake.cli.verify.TableDifference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the demo found; its components are the keys of the JSON report.
 *
 * @param seconds how long the desk was open
 * @param transactions commits that were acknowledged
 * @param changes rows they changed
 * @param lostOrders orders whose commit was acknowledged and that the database does not have
 * @param kills parts that were killed, with when
 * @param violations rules that were broken in a cut, or cuts that could not be read
 * @param freshnessP50Millis from a commit's acknowledgement until the lake shows it; -1 for none
 * @param caughtUp whether the lake reached the database's last commit
 * @param tables the comparison at the end
 */
record DemoReport(
    double seconds,
    long seed,
    long transactions,
    long changes,
    long ordersPlaced,
    long ordersCancelled,
    long ordersAdvanced,
    long restocks,
    long lostOrders,
    long conflictsRetried,
    long reconnects,
    List<String> kills,
    int cutsVerified,
    List<String> violations,
    int freshnessP50Millis,
    int freshnessP99Millis,
    boolean caughtUp,
    List<TableDifference> tables) {

  DemoReport {
    kills = List.copyOf(kills);
    violations = List.copyOf(violations);
    tables = List.copyOf(tables);
  }

  @JsonProperty
  long rowsCompared() {
    return tables.stream().mapToLong(TableDifference::rows).sum();
  }

  @JsonProperty
  long differences() {
    return tables.stream().mapToLong(TableDifference::differences).sum();
  }

  @JsonProperty
  boolean passed() {
    return caughtUp
        && violations.isEmpty()
        && lostOrders == 0
        && differences() == 0
        && cutsVerified > 0
        && rowsCompared() > 0;
  }

  void write(Path file) throws IOException {
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
  }
}
