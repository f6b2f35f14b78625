package io.dolake.sql.advisory;

/**
 * What an advisory lock is on: one 64-bit number, or two of 32 bits, which never name the same
 * lock.
 *
 * @param high upper half of the one number, or the first of two
 * @param low lower half, or the second
 * @param pair whether it was given as two numbers
 */
public record AdvisoryKey(int high, int low, boolean pair) {
  public static AdvisoryKey of(long number) {
    return new AdvisoryKey((int) (number >> 32), (int) number, false);
  }

  public static AdvisoryKey of(int first, int second) {
    return new AdvisoryKey(first, second, true);
  }

  @Override
  public String toString() {
    return pair
        ? "(" + high + ", " + low + ")"
        : Long.toString(((long) high << 32) | Integer.toUnsignedLong(low));
  }
}
