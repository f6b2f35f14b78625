package io.dolake.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.file.DeletionVector;
import io.dolake.lake.file.FileChange;
import io.dolake.lake.file.FileIds;
import io.dolake.lake.file.LakeMessage;
import io.dolake.lake.file.TableStep;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CutAssemblyTest {
  private static final int TABLE = 7;

  private final CutAssembly assembly = new CutAssembly();

  private static LakeMessage.WriterReport report(
      long checkpoint, int writer, long watermark, TableStep... steps) {
    return new LakeMessage.WriterReport(
        checkpoint, writer, 2, watermark, Map.of(0, watermark), List.of(steps), 1, true);
  }

  private static DataFileInfo file(long fileId) {
    return new DataFileInfo(
        fileId, TABLE, "memory:/t", "memory:/t/" + fileId, "", List.of(), "", 10, 100, null);
  }

  private static DeletionVector vector(long cardinality) {
    return new DeletionVector("memory:/v" + cardinality, 50, 4, 40, cardinality);
  }

  @Test
  void writersAtOneWatermarkMakeACut() {
    assembly.add(report(5, 0, 100));
    assembly.add(report(5, 1, 100));

    assertThat(assembly.isConsistent()).isTrue();
    assertThat(assembly.cut(5).watermark()).isEqualTo(100);
    assertThat(assembly.cut(5).lsns()).containsEntry(0, 100L);
  }

  @Test
  void writersAtDifferentWatermarksMakeNone() {
    assembly.add(report(5, 0, 100));
    assembly.add(report(5, 1, 101));

    assertThat(assembly.isConsistent()).isFalse();
  }

  @Test
  void partsOfACheckpointThatWasGivenUpGoWithTheNext() {
    assembly.add(
        new LakeMessage.FileChanged(3, new FileChange(file(1), true, false, true, null, null)));
    assembly.add(report(3, 0, 90));
    assembly.add(
        new LakeMessage.FileChanged(
            6, new FileChange(file(1), false, false, false, null, vector(2))));
    assembly.add(report(6, 0, 100));
    assembly.add(report(6, 1, 100));

    assertThat(assembly.isConsistent()).isTrue();
    Cut cut = assembly.cut(6);
    assertThat(cut.checkpointId()).isEqualTo(6);
    assertThat(cut.watermark()).isEqualTo(100);
    assertThat(cut.files())
        .as("created and changed, as one change that is no move")
        .containsExactly(new FileChange(file(1), true, false, false, null, vector(2)));
  }

  @Test
  void aTruncationDropsWhatAGivenUpCheckpointBroughtBeforeIt() {
    assembly.add(
        new LakeMessage.FileChanged(3, new FileChange(file(1), true, false, false, null, null)));
    assembly.add(report(3, 0, 90));
    assembly.add(report(3, 1, 90));
    assembly.add(report(6, 0, 100, TableStep.truncate(TABLE)));
    assembly.add(report(6, 1, 100));

    assertThat(assembly.cut(6).files()).isEmpty();
    assertThat(assembly.cut(6).steps()).hasSize(1);
  }

  @Test
  void aReportIsMissedLoudly() {
    assembly.add(report(5, 0, 100));

    assertThatThrownBy(assembly::isConsistent).hasMessageContaining("1 writers reported");
    assertThatThrownBy(() -> assembly.cut(6)).hasMessageContaining("checkpoint 6");
  }

  @Test
  void filesOfWritersBeforeARescalingAreClearedByTheFirstWriter() {
    long ofWriterThree = FileIds.of(4, 3, 0);
    long ofWriterOne = FileIds.of(4, 1, 0);
    long first = FileIds.firstOf(5);

    assertThat(new LakeMessage.TableCleared(TABLE, first, 0, 2, 9).covers(ofWriterThree)).isTrue();
    assertThat(new LakeMessage.TableCleared(TABLE, first, 0, 2, 9).covers(ofWriterOne)).isFalse();
    assertThat(new LakeMessage.TableCleared(TABLE, first, 1, 2, 9).covers(ofWriterOne)).isTrue();
    assertThat(new LakeMessage.TableCleared(TABLE, FileIds.firstOf(4), 1, 2, 9).covers(ofWriterOne))
        .as("written after the truncation")
        .isFalse();
  }
}
