package io.dolake.storage.check.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.storage.IsolationLevel;
import io.dolake.storage.check.isolation.HistoryTransaction.Append;
import io.dolake.storage.check.isolation.HistoryTransaction.Read;
import io.dolake.storage.check.isolation.HistoryTransaction.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checker finds each kind of anomaly, at the levels that forbid it only. */
class HistoryCheckerTest {
  @Test
  void writeSkewIsForbiddenAtSerializableOnly() {
    List<HistoryTransaction> history =
        List.of(
            committed(new Read(1, list()), new Append(2, 20)),
            committed(new Read(2, list()), new Append(1, 10)));
    Map<Integer, int[]> lists = Map.of(1, list(10), 2, list(20));
    assertThat(anomalies(history, lists, IsolationLevel.SNAPSHOT)).isEmpty();
    assertThat(anomalies(history, lists, IsolationLevel.SERIALIZABLE))
        .singleElement()
        .asString()
        .startsWith("cycle forbidden at SERIALIZABLE");
  }

  @Test
  void readSkewIsForbiddenFromSnapshotUp() {
    List<HistoryTransaction> history =
        List.of(
            committed(new Read(1, list()), new Read(2, list(20))),
            committed(new Append(1, 10), new Append(2, 20)));
    Map<Integer, int[]> lists = Map.of(1, list(10), 2, list(20));
    assertThat(anomalies(history, lists, IsolationLevel.READ_COMMITTED)).isEmpty();
    assertThat(anomalies(history, lists, IsolationLevel.SNAPSHOT)).isNotEmpty();
    assertThat(anomalies(history, lists, IsolationLevel.SERIALIZABLE)).isNotEmpty();
  }

  @Test
  void writeCycleAndCircularInformationFlowAreForbiddenEverywhere() {
    Map<Integer, int[]> crossed = Map.of(1, list(10, 11), 2, list(21, 20));
    List<HistoryTransaction> writeCycle =
        List.of(
            committed(new Append(1, 10), new Append(2, 20)),
            committed(new Append(1, 11), new Append(2, 21)));
    assertThat(anomalies(writeCycle, crossed, IsolationLevel.READ_COMMITTED)).isNotEmpty();
    List<HistoryTransaction> circular =
        List.of(
            committed(new Append(1, 10), new Read(2, list(20))),
            committed(new Append(2, 20), new Read(1, list(10))));
    assertThat(anomalies(circular, Map.of(1, list(10), 2, list(20)), IsolationLevel.READ_COMMITTED))
        .isNotEmpty();
  }

  @Test
  void lostAbortedIntermediateAndDirtyValuesAreFound() {
    assertThat(
            anomalies(
                List.of(committed(new Append(1, 10))), Map.of(), IsolationLevel.READ_COMMITTED))
        .containsExactly("lost update: committed value 10 is missing");
    assertThat(
            anomalies(
                List.of(new HistoryTransaction(false, List.of(new Append(1, 10)))),
                Map.of(1, list(10)),
                IsolationLevel.READ_COMMITTED))
        .containsExactly("G1a: value 10 of an aborted transaction is in key 1");
    assertThat(
            anomalies(
                List.of(
                    committed(new Append(1, 10), new Append(1, 11)),
                    committed(new Read(1, list(10)))),
                Map.of(1, list(10, 11)),
                IsolationLevel.READ_COMMITTED))
        .containsExactly("G1b: key 1 was read at the intermediate value 10");
    assertThat(
            anomalies(
                List.of(committed(new Append(1, 10)), committed(new Read(1, list(99)))),
                Map.of(1, list(10)),
                IsolationLevel.READ_COMMITTED))
        .singleElement()
        .asString()
        .startsWith("dirty or incompatible read");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void serialHistoriesHaveNoAnomalyAndOneSwappedReadIsFound(long seed) {
    Random random = new Random(seed);
    Map<Integer, List<Integer>> lists = new HashMap<>();
    List<HistoryTransaction> history = new ArrayList<>();
    for (int id = 0; id < 2_000; id++) {
      List<Step> steps = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        int key = random.nextInt(10);
        List<Integer> list = lists.computeIfAbsent(key, k -> new ArrayList<>());
        if (random.nextBoolean()) {
          steps.add(new Append(key, 10 * id + i + 1));
          list.add(10 * id + i + 1);
        } else {
          steps.add(new Read(key, array(list)));
        }
      }
      history.add(committed(steps.toArray(Step[]::new)));
    }
    Map<Integer, int[]> finals = new HashMap<>();
    lists.forEach((key, list) -> finals.put(key, array(list)));
    assertThat(anomalies(history, finals, IsolationLevel.SERIALIZABLE)).isEmpty();

    // A late transaction that saw the beginning of one list and the end of another.
    history.add(committed(new Read(0, list()), new Read(1, finals.get(1))));
    assertThat(anomalies(history, finals, IsolationLevel.SERIALIZABLE))
        .as("seed %d", seed)
        .isNotEmpty();
  }

  private static HistoryTransaction committed(Step... steps) {
    return new HistoryTransaction(true, List.of(steps));
  }

  private static int[] list(int... values) {
    return values;
  }

  private static int[] array(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<String> anomalies(
      List<HistoryTransaction> history, Map<Integer, int[]> lists, IsolationLevel level) {
    return new HistoryChecker(history, lists).anomaliesAt(level);
  }
}
