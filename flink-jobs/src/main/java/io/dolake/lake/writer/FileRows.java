package io.dolake.lake.writer;

import io.dolake.common.catalog.TableDef;
import io.dolake.lake.parquet.LakeRowReader;
import java.io.IOException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.CloseableIterator;
import org.apache.iceberg.io.FileIO;

/** The rows of a file as they lie there. */
final class FileRows implements RowSource {
  private final LiveFile file;
  private final CloseableIterable<Object[]> rows;
  private final CloseableIterator<Object[]> iterator;
  private int position;

  FileRows(FileIO io, LiveFile file, TableDef definition) {
    this.file = file;
    this.rows = LakeRowReader.read(io.newInputFile(file.path()), definition);
    this.iterator = rows.iterator();
  }

  @Override
  public Row next() {
    if (!iterator.hasNext()) {
      return null;
    }
    Object[] values = iterator.next();
    int at = position++;
    return new Row(file, at, values, at == 0);
  }

  @Override
  public void close() throws IOException {
    try (rows) {
      iterator.close();
    }
  }
}
