package io.dolake.lake.dv;

import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.file.DeletionVector;
import java.io.IOException;
import java.util.Map;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.FileIO;

/** How the dead rows of data files are stored. */
interface DeletesFormat {
  /** The format for tables of an Iceberg format version. */
  static DeletesFormat ofTableFormat(int version) {
    return version >= 3 ? new PuffinDeletes() : new ParquetDeletes();
  }

  /** Reads what {@link Writer} has written for a data file. */
  PositionDeleteIndex read(FileIO io, DataFileInfo file, DeletionVector vector);

  /**
   * Opens a writer for data files of one table.
   *
   * @param path of what is written, without the ending; nobody else's
   */
  Writer open(FileIO io, String path);

  /** Writes the dead rows of data files, each once. */
  interface Writer extends AutoCloseable {
    void add(DataFileInfo file, PositionDeleteIndex positions) throws IOException;

    /** Closes what is written and tells where the dead rows of each data file are, by file id. */
    Map<Long, DeletionVector> finish() throws IOException;

    @Override
    void close() throws IOException;
  }
}
