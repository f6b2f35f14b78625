package io.dolake.lake.writer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompactionPolicyTest {
  private static final CompactionPolicy POLICY =
      new CompactionPolicy(true, 4, 0.4, 0.2, 500, 100, CompactionShare.UNBOUNDED);

  private static final long SMALL_ROWS = 1_000;

  private static List<LiveFile> alike(List<LiveFile> files) {
    return POLICY.alike(files, file -> SMALL_ROWS);
  }

  private static LiveFile file(long id, String partition, long rows, long dead) {
    return new LiveFile(id, 1, "file" + id, partition, "", rows, dead);
  }

  @Test
  void fewSmallFilesAreLeftAlone() {
    assertThat(alike(List.of(file(1, "", 5, 0), file(2, "", 5, 0), file(3, "", 5, 0)))).isEmpty();
  }

  @Test
  void filesOfLikeSizeAndPartitionAreMerged() {
    List<LiveFile> files = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      files.add(file(i, "a", 5, 0));
      files.add(file(10 + i, "b", i < 3 ? 5 : 900, 0));
    }
    assertThat(alike(files)).extracting(LiveFile::fileId).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void fileThatLostMostRowsIsMovedFirst() {
    assertThat(POLICY.mostlyDead(List.of(file(1, "", 5000, 2050), file(2, "", 5000, 2100)), false))
        .extracting(LiveFile::fileId)
        .containsExactly(2L);
  }

  @Test
  void eagerWriterMovesEarlier() {
    List<LiveFile> files = List.of(file(1, "", 5000, 990), file(2, "", 5000, 1010));
    assertThat(POLICY.mostlyDead(files, false)).isEmpty();
    assertThat(POLICY.mostlyDead(files, true)).extracting(LiveFile::fileId).containsExactly(2L);
  }

  @Test
  void smallFileIsLeftAloneUntilMostOfItIsDead() {
    assertThat(POLICY.mostlyDead(List.of(file(1, "", 900, 400)), true)).isEmpty();
    assertThat(POLICY.mostlyDead(List.of(file(1, "", 900, 460)), false)).hasSize(1);
  }

  @Test
  void largeFilesAreNotMerged() {
    List<LiveFile> files = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      files.add(file(i, "", 2000, 0));
    }
    assertThat(alike(files)).isEmpty();
  }
}
