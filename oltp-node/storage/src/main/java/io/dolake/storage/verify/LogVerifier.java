package io.dolake.storage.verify;

import io.dolake.common.catalog.CatalogCodec;
import io.dolake.common.change.RowChange;
import io.dolake.common.change.TransactionHeader;
import io.dolake.common.error.DoLakeException;
import io.dolake.storage.log.LogFiles;
import io.dolake.storage.log.LogFormat;
import io.dolake.storage.log.LogScanner;
import io.dolake.storage.log.SegmentReader;
import io.dolake.storage.log.TransactionDecoder;
import java.io.IOException;

/** Reads every record of the retained log. Belongs to one thread. */
final class LogVerifier implements TransactionDecoder.StepVisitor {
  private final LogFiles files;
  private final Findings findings;
  private long expectedLsn;
  private long lastTimestamp;

  LogVerifier(LogFiles files, Findings findings) {
    this.files = files;
    this.findings = findings;
  }

  void verify(long firstLsn, long lastLsn) {
    expectedLsn = firstLsn;
    try {
      for (String name : LogScanner.segments(files)) {
        // One behind the end has no transactions yet; its creation may have been cut short.
        if (LogFormat.firstLsnOf(name) <= lastLsn) {
          verifySegment(name, lastLsn);
        }
      }
    } catch (IOException e) {
      findings.problem("the log cannot be read: %s", e.getMessage());
    } catch (DoLakeException e) {
      findings.problem("%s", e.getMessage());
    }
    if (expectedLsn != lastLsn + 1) {
      findings.problem("the log ends at LSN %d, the store at %d", expectedLsn - 1, lastLsn);
    }
  }

  private void verifySegment(String name, long lastLsn) throws IOException {
    try (SegmentReader frames = SegmentReader.open(files, name)) {
      findings.segments++;
      if (frames.header().firstLsn() != expectedLsn) {
        findings.problem(
            "log segment %s begins with LSN %d, %d is due",
            name, frames.header().firstLsn(), expectedLsn);
        expectedLsn = frames.header().firstLsn();
      }
      if (lastTimestamp != 0 && frames.header().previousTimestamp() != lastTimestamp) {
        findings.problem("log segment %s does not continue the time of the one before", name);
      }
      lastTimestamp = frames.header().previousTimestamp();
      TransactionDecoder decoder = new TransactionDecoder(frames);
      TransactionHeader header;
      while (expectedLsn <= lastLsn && (header = decoder.nextTransaction()) != null) {
        verifyTransaction(name, decoder, header);
      }
    }
  }

  private void verifyTransaction(String name, TransactionDecoder decoder, TransactionHeader header)
      throws IOException {
    findings.transactions++;
    if (header.lsn().value() != expectedLsn) {
      findings.problem("LSN %s in %s, %d is due", header.lsn(), name, expectedLsn);
    }
    if (header.commitTimestamp().value() <= lastTimestamp) {
      findings.problem("LSN %s is not later than the one before it", header.lsn());
    }
    expectedLsn = header.lsn().value() + 1;
    lastTimestamp = header.commitTimestamp().value();
    while (decoder.nextStep(this)) {
      continue;
    }
  }

  @Override
  public void row(RowChange change) {
    // Decoding it was the check; its images are checked where they lie in the tables.
  }

  @Override
  public void catalog(byte[] change) {
    CatalogCodec.decodeChange(change);
  }
}
