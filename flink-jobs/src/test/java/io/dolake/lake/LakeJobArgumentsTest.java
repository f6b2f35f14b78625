package io.dolake.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LakeJobArgumentsTest {
  private static LakeJobConfig parse(String... more) {
    List<String> needed =
        List.of(
            "--node", "localhost:1", "--catalog", "http://localhost:2/", "--warehouse", "/lake");
    return LakeJobArguments.parse(
        Stream.concat(needed.stream(), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void ordersAndPartitionsAreGivenByTable() {
    LakeJobConfig config =
        parse("--sort.main.orders", "region, id desc", "--partition.orders", "day(placed_at)");
    assertThat(config.sorting()).isEqualTo(Map.of("main.orders", "region, id desc"));
    assertThat(config.partitioning()).isEqualTo(Map.of("orders", "day(placed_at)"));
  }

  @Test
  void everyOrderThatIsWrongInItselfIsRefusedAtTheStart() {
    assertThatThrownBy(
            () -> parse("--sort.orders", "region up", "--sort.a", "id", "--sort.A", "id"))
        .isInstanceOfSatisfying(
            DoLakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
        .hasMessageContaining("sort.orders: sort term 'region up' is no sort term (Write")
        .hasMessageContaining("is there twice, in different case");
  }
}
