package io.dolake.catalog.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues and checks bearer tokens: JSON Web Tokens signed with HMAC-SHA256 (RFC 7515, RFC 7519).
 */
final class Tokens {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String HEADER =
      encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8));
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final Clock clock;
  private final Duration lifetime;

  /**
   * @param key shared by all servers of the catalog
   * @param lifetime how long a token is valid
   */
  Tokens(byte[] key, Clock clock, Duration lifetime) {
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.clock = clock;
    this.lifetime = lifetime;
  }

  Duration lifetime() {
    return lifetime;
  }

  String issue(String principal) {
    long now = clock.instant().getEpochSecond();
    String claims =
        MAPPER
            .createObjectNode()
            .put("sub", principal)
            .put("iat", now)
            .put("exp", now + lifetime.toSeconds())
            .toString();
    String signed = HEADER + "." + encode(claims.getBytes(UTF_8));
    return signed + "." + encode(sign(signed));
  }

  /** The principal a valid token was issued to. */
  Optional<String> verify(String token) {
    int dot = token.lastIndexOf('.');
    // The header is compared as a whole, so that no token can choose another algorithm.
    if (dot < 0 || !token.startsWith(HEADER + ".")) {
      return Optional.empty();
    }
    try {
      byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
      if (!MessageDigest.isEqual(signature, sign(token.substring(0, dot)))) {
        return Optional.empty();
      }
      byte[] claims = Base64.getUrlDecoder().decode(token.substring(HEADER.length() + 1, dot));
      JsonNode json = MAPPER.readTree(claims);
      boolean valid = json.path("exp").asLong() > clock.instant().getEpochSecond();
      return valid ? Optional.of(json.path("sub").asText()) : Optional.empty();
    } catch (IllegalArgumentException | IOException e) {
      return Optional.empty();
    }
  }

  private byte[] sign(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
