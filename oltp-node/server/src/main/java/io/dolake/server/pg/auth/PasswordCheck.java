package io.dolake.server.pg.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks passwords that come with every call instead of once for a connection. Checking one against
 * its verifier takes milliseconds, so that the last right one of each user is remembered, as a
 * digest under a key of this process, until the user's verifier changes. Thread-safe.
 */
public final class PasswordCheck {
  private static final String DIGEST = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private record Known(String verifier, byte[] digest) {}

  private final UserStore users;
  private final SecretKeySpec key;
  private final ScramVerifier nobody;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  public PasswordCheck(UserStore users) {
    this.users = users;
    SecureRandom random = new SecureRandom();
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    this.key = new SecretKeySpec(bytes, DIGEST);
    this.nobody = ScramVerifier.ofPassword(Long.toHexString(random.nextLong()), random);
  }

  /** Whether there is such a user and this is the password. */
  public boolean accepts(String user, String password) {
    String verifier = users.verifier(user).orElse(null);
    ScramVerifier parsed = verifier == null ? null : ScramVerifier.parse(verifier);
    if (parsed == null) {
      // As slow as for a user that exists, so that nobody learns which names do.
      nobody.isOf(password);
      return false;
    }
    byte[] digest = digest(password);
    Known last = known.get(user);
    if (last != null
        && last.verifier().equals(verifier)
        && MessageDigest.isEqual(last.digest(), digest)) {
      return true;
    }
    if (!parsed.isOf(password)) {
      return false;
    }
    known.put(user, new Known(verifier, digest));
    known.keySet().retainAll(users.names());
    return true;
  }

  private byte[] digest(String password) {
    try {
      Mac mac = Mac.getInstance(DIGEST);
      mac.init(key);
      return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + DIGEST, e);
    }
  }
}
