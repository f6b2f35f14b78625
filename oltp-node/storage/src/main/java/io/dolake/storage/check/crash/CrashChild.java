package io.dolake.storage.check.crash;

import io.dolake.common.Lsn;
import io.dolake.storage.Durability;
import io.dolake.storage.ShardStore;
import io.dolake.storage.check.CheckStores;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;

/**
 * The process that is killed: runs the workload until then, writing each acknowledgement to its
 * output as one line in one call. Arguments: directory, seed.
 */
public final class CrashChild {
  static final String PREFIX = "ack";

  private CrashChild() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = Path.of(arguments[0]);
    Random random = new Random(Long.parseLong(arguments[1]));
    try (FileOutputStream output = new FileOutputStream(FileDescriptor.out);
        ShardStore store =
            CheckStores.openForCrash(directory, CheckStores.filesOf(directory), Durability.FSYNC)) {
      new Workload(store, new Lines(output), () -> false).run(random);
    }
  }

  /** Tells the parent process. */
  private record Lines(FileOutputStream output) implements Acknowledgements {
    @Override
    public void transferCommitted(int client, long seq, Lsn lsn) {
      write("transfer " + client + " " + seq + " " + lsn);
    }

    @Override
    public void ddlCommitted(long step, Lsn lsn) {
      write("ddl " + step + " " + lsn);
    }

    @Override
    public void transactionRead(Lsn lsn) {
      write("read " + lsn);
    }

    @Override
    public void slotConfirmed(Lsn lsn) {
      write("confirmed " + lsn);
    }

    private void write(String line) {
      try {
        output.write((PREFIX + " " + line + " .\n").getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
