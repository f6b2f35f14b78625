package io.dolake.common.buffer;

/**
 * UTF-8 of short strings without allocation. An unpaired surrogate becomes {@code ?}, as in {@link
 * String#getBytes(java.nio.charset.Charset)}.
 */
public final class Utf8 {
  private Utf8() {}

  public static int encodedLength(String text) {
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        count++;
      } else if (c < 0x800) {
        count += 2;
      } else if (!Character.isSurrogate(c)) {
        count += 3;
      } else if (isPairAt(text, i)) {
        count += 4;
        i++;
      } else {
        count++;
      }
    }
    return count;
  }

  /**
   * Writes the text at {@code offset}; three bytes per char must fit.
   *
   * @return the offset after it
   */
  public static int encode(String text, byte[] target, int offset) {
    int at = offset;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        target[at++] = (byte) c;
      } else {
        at = encodeWide(text, i, target, at);
        if (Character.isHighSurrogate(c) && isPairAt(text, i)) {
          i++;
        }
      }
    }
    return at;
  }

  /** Writes the code point of two or more bytes that starts at this char. */
  public static int encodeWide(String text, int index, byte[] target, int offset) {
    int at = offset;
    char c = text.charAt(index);
    if (c < 0x800) {
      target[at++] = (byte) (0xc0 | (c >> 6));
      target[at++] = (byte) (0x80 | (c & 0x3f));
    } else if (!Character.isSurrogate(c)) {
      target[at++] = (byte) (0xe0 | (c >> 12));
      target[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
      target[at++] = (byte) (0x80 | (c & 0x3f));
    } else if (isPairAt(text, index)) {
      int codePoint = text.codePointAt(index);
      target[at++] = (byte) (0xf0 | (codePoint >> 18));
      target[at++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
      target[at++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
      target[at++] = (byte) (0x80 | (codePoint & 0x3f));
    } else {
      target[at++] = '?';
    }
    return at;
  }

  /** Whether a surrogate pair starts at this char. */
  public static boolean isPairAt(String text, int index) {
    return Character.isHighSurrogate(text.charAt(index))
        && index + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(index + 1));
  }
}
