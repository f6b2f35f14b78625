package io.dolake.server.pg.auth;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The server's side of one SCRAM-SHA-256 exchange (RFC 5802, without channel binding):
 *
 * <ol>
 *   <li>client: {@code n,,n=,r=nonce}
 *   <li>server: {@code r=nonce+ours,s=salt,i=iterations}
 *   <li>client: {@code c=biws,r=...,p=proof}
 *   <li>server: {@code v=signature}
 * </ol>
 *
 * An unknown user goes through the same steps with a made-up verifier and fails at the end, so that
 * nobody learns which names exist.
 */
public final class ScramExchange {
  public static final String MECHANISM = "SCRAM-SHA-256";

  private static final int NONCE_BYTES = 18;

  private final String user;
  private final ScramVerifier verifier;
  private final boolean knownUser;
  private final String ownNonce;

  private String header;
  private String firstBare;
  private String serverFirst;
  private String nonce;

  ScramExchange(String user, ScramVerifier verifier, boolean knownUser, SecureRandom random) {
    this.user = user;
    this.verifier = verifier;
    this.knownUser = knownUser;
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    this.ownNonce = Base64.getEncoder().encodeToString(bytes);
  }

  /** Takes the client's first message and gives the server's. */
  public String first(String message) {
    if (!message.startsWith("n,") && !message.startsWith("y,")) {
      throw violation("channel binding is not supported");
    }
    int endOfHeader = message.indexOf(',', 2);
    if (endOfHeader < 0) {
      throw violation("the first SCRAM message is malformed");
    }
    header = message.substring(0, endOfHeader + 1);
    firstBare = message.substring(endOfHeader + 1);
    String clientNonce = attribute(firstBare, 'r');
    nonce = clientNonce + ownNonce;
    serverFirst =
        "r="
            + nonce
            + ",s="
            + Base64.getEncoder().encodeToString(verifier.salt())
            + ",i="
            + verifier.iterations();
    return serverFirst;
  }

  /** Takes the client's final message; gives the server's, or throws INVALID_PASSWORD. */
  public String last(String message) {
    int proofAt = message.lastIndexOf(",p=");
    if (serverFirst == null || proofAt < 0) {
      throw violation("the final SCRAM message is malformed");
    }
    String withoutProof = message.substring(0, proofAt);
    String expectedBinding =
        Base64.getEncoder()
            .encodeToString(header.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    if (!attribute(withoutProof, 'c').equals(expectedBinding)
        || !attribute(withoutProof, 'r').equals(nonce)) {
      throw violation("the final SCRAM message does not belong to the first");
    }
    String authMessage = firstBare + ',' + serverFirst + ',' + withoutProof;
    byte[] proof;
    try {
      proof = Base64.getDecoder().decode(message.substring(proofAt + 3));
    } catch (IllegalArgumentException e) {
      throw violation("the SCRAM proof is not base 64");
    }
    if (!verifier.accepts(proof, authMessage) || !knownUser) {
      throw new DoLakeException(
          ErrorCode.INVALID_PASSWORD, "password authentication failed for user \"" + user + "\"");
    }
    return "v=" + Base64.getEncoder().encodeToString(verifier.serverSignature(authMessage));
  }

  private static String attribute(String message, char name) {
    for (String part : message.split(",")) {
      if (part.length() > 2 && part.charAt(0) == name && part.charAt(1) == '=') {
        return part.substring(2);
      }
    }
    throw violation("a SCRAM message lacks attribute " + name);
  }

  private static DoLakeException violation(String message) {
    return new DoLakeException(ErrorCode.PROTOCOL_VIOLATION, message);
  }
}
