package io.dolake.server.pg.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ScramTest {
  /** The exchange of RFC 7677, section 3. */
  @Test
  void verifierAcceptsTheProofOfTheRfcAndAnswersWithItsSignature() {
    byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    ScramVerifier verifier = ScramVerifier.ofPassword("pencil", salt, 4096);
    String authMessage =
        "n=user,r=rOprNGfwEbeRWgbNEkqO,"
            + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
            + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    byte[] proof = Base64.getDecoder().decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
    assertThat(verifier.accepts(proof, authMessage)).isTrue();
    assertThat(Base64.getEncoder().encodeToString(verifier.serverSignature(authMessage)))
        .isEqualTo("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    proof[0] ^= 1;
    assertThat(verifier.accepts(proof, authMessage)).isFalse();
  }

  @Test
  void textFormIsReadBack() {
    ScramVerifier verifier = ScramVerifier.ofPassword("secret", new SecureRandom());
    ScramVerifier read = ScramVerifier.parse(verifier.text());
    assertThat(read.text()).isEqualTo(verifier.text());
    assertThat(ScramVerifier.parse("secret")).isNull();
    assertThat(ScramVerifier.parse("SCRAM-SHA-256$4096:AAAA$AAAA:AAAA")).isNull();
  }

  @Test
  void malformedMessagesAreRefused() {
    ScramVerifier verifier = ScramVerifier.ofPassword("secret", new SecureRandom());
    for (String message : new String[] {"", "n", "n,,", "p=tls-unique,,n=,r=abc", "n,,n=,r="}) {
      ScramExchange exchange = new ScramExchange("u", verifier, true, new SecureRandom());
      assertThatThrownBy(() -> exchange.first(message))
          .isInstanceOfSatisfying(
              DoLakeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION));
    }
  }

  @Test
  void unknownUserFailsOnlyAtTheEnd() {
    ScramVerifier verifier = ScramVerifier.ofPassword("secret", new SecureRandom());
    ScramExchange exchange = new ScramExchange("nobody", verifier, false, new SecureRandom());
    String first = exchange.first("n,,n=,r=clientnonce");
    String nonce = first.substring(2, first.indexOf(','));
    String proof = Base64.getEncoder().encodeToString(new byte[32]);
    assertThatThrownBy(() -> exchange.last("c=biws,r=" + nonce + ",p=" + proof))
        .isInstanceOf(DoLakeException.class)
        .hasMessageContaining("password authentication failed for user \"nobody\"");
  }
}
