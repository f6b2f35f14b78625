package io.dolake.server.pg.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the server keeps of a password for SCRAM-SHA-256 (RFC 5802, RFC 7677): enough to check a
 * client's proof, not enough to log in. Its text form is PostgreSQL's: {@code
 * SCRAM-SHA-256$iterations:salt$storedKey:serverKey}, binary parts in base 64.
 */
record ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
  static final int DEFAULT_ITERATIONS = 4096;

  private static final int MAX_ITERATIONS = 1_000_000;
  private static final int SALT_BYTES = 16;
  private static final int KEY_BYTES = 32;
  private static final Pattern TEXT =
      Pattern.compile(
          "SCRAM-SHA-256\\$(\\d{1,7}):([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");

  static ScramVerifier ofPassword(String password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return ofPassword(password, salt, DEFAULT_ITERATIONS);
  }

  static ScramVerifier ofPassword(String password, byte[] salt, int iterations) {
    byte[] salted = saltedPassword(password, salt, iterations);
    return new ScramVerifier(
        iterations, salt, sha256(hmac(salted, "Client Key")), hmac(salted, "Server Key"));
  }

  /** Reads the text form; null if it is not one. */
  static ScramVerifier parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    Base64.Decoder decoder = Base64.getDecoder();
    try {
      int iterations = Integer.parseInt(matcher.group(1));
      byte[] storedKey = decoder.decode(matcher.group(3));
      byte[] serverKey = decoder.decode(matcher.group(4));
      if (iterations < 1
          || iterations > MAX_ITERATIONS
          || storedKey.length != KEY_BYTES
          || serverKey.length != KEY_BYTES) {
        return null;
      }
      return new ScramVerifier(iterations, decoder.decode(matcher.group(2)), storedKey, serverKey);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  String text() {
    Base64.Encoder encoder = Base64.getEncoder();
    return "SCRAM-SHA-256$"
        + iterations
        + ':'
        + encoder.encodeToString(salt)
        + '$'
        + encoder.encodeToString(storedKey)
        + ':'
        + encoder.encodeToString(serverKey);
  }

  /** Whether a client that proves this knows the password. */
  boolean accepts(byte[] proof, String authMessage) {
    if (proof.length != KEY_BYTES) {
      return false;
    }
    byte[] clientKey = hmac(storedKey, authMessage);
    for (int i = 0; i < KEY_BYTES; i++) {
      clientKey[i] ^= proof[i];
    }
    return MessageDigest.isEqual(sha256(clientKey), storedKey);
  }

  /** Whether this is the password. Takes milliseconds, which is what protects it. */
  boolean isOf(String password) {
    return MessageDigest.isEqual(ofPassword(password, salt, iterations).storedKey, storedKey);
  }

  /** Proof for the client that the server knows the verifier. */
  byte[] serverSignature(String authMessage) {
    return hmac(serverKey, authMessage);
  }

  private static byte[] saltedPassword(String password, byte[] salt, int iterations) {
    String prepared = Normalizer.normalize(password, Normalizer.Form.NFKC);
    try {
      PBEKeySpec spec = new PBEKeySpec(prepared.toCharArray(), salt, iterations, KEY_BYTES * 8);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no PBKDF2WithHmacSHA256", e);
    }
  }

  private static byte[] hmac(byte[] key, String message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no HmacSHA256", e);
    }
  }

  private static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no SHA-256", e);
    }
  }
}
