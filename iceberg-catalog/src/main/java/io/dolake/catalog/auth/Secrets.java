package io.dolake.catalog.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Makes secrets and keeps only their salted hashes. */
final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ITERATIONS = 120_000;
  private static final int HASH_BITS = 256;
  private static final int SECRET_BYTES = 32;
  private static final int SALT_BYTES = 16;

  private Secrets() {}

  /** A new secret that cannot be guessed. */
  static String generate() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes(SECRET_BYTES));
  }

  static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** {@code iterations:salt:hash}, to be kept. */
  static String hash(String secret) {
    byte[] salt = randomBytes(SALT_BYTES);
    Base64.Encoder base64 = Base64.getEncoder();
    return ITERATIONS
        + ":"
        + base64.encodeToString(salt)
        + ":"
        + base64.encodeToString(derive(secret, salt, ITERATIONS));
  }

  static boolean matches(String secret, String stored) {
    String[] parts = stored.split(":");
    Base64.Decoder base64 = Base64.getDecoder();
    byte[] expected = base64.decode(parts[2]);
    byte[] actual = derive(secret, base64.decode(parts[1]), Integer.parseInt(parts[0]));
    return MessageDigest.isEqual(expected, actual);
  }

  private static byte[] derive(String secret, byte[] salt, int iterations) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(secret.toCharArray(), salt, iterations, HASH_BITS))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java platform has no PBKDF2WithHmacSHA256", e);
    }
  }
}
