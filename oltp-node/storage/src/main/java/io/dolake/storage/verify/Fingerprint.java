package io.dolake.storage.verify;

import java.util.Arrays;
import java.util.zip.CRC32C;

/** Sixty-three bits of two hashes, to compare bytes that are not kept. */
final class Fingerprint {
  /** Of a row that is not there; never of bytes. */
  static final long ABSENT = 0;

  private Fingerprint() {}

  static long of(byte[] bytes) {
    if (bytes == null) {
      return ABSENT;
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue() << 32 | (Arrays.hashCode(bytes) & 0xffffffffL) | 1;
  }
}
