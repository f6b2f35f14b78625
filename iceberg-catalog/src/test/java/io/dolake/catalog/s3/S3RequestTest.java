package io.dolake.catalog.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.catalog.auth.Privilege;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.rest.requests.ImmutableRemoteSignRequest;
import org.apache.iceberg.rest.requests.RemoteSignRequest;
import org.apache.iceberg.rest.responses.RemoteSignResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

class S3RequestTest {
  private static final Optional<URI> STORE = Optional.of(URI.create("http://store:9000"));
  private static final S3Location TABLE = S3Location.parse("s3://lake/wh/shop/t-1").orElseThrow();

  @ParameterizedTest
  @CsvSource({
    "GET, http://store:9000/lake/wh/shop/t-1/data/a.parquet, READ",
    "HEAD, http://store:9000/lake/wh/shop/t-1/data/a.parquet, READ",
    "PUT, http://store:9000/lake/wh/shop/t-1/data/a.parquet, WRITE",
    "POST, http://store:9000/lake/wh/shop/t-1/data/a.parquet?uploads, WRITE",
    "DELETE, http://lake.store/wh/shop/t-1/data/a.parquet, WRITE",
    "GET, http://store:9000/lake?list-type=2&prefix=wh%2Fshop%2Ft-1%2F, READ"
  })
  void requestsOnTheTablesFilesAreInside(String method, String uri, Privilege privilege) {
    S3Request request = S3Request.parse(request(method, uri, null), STORE);

    assertThat(request.privilege()).isEqualTo(privilege);
    assertThat(request.isInside(TABLE)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, http://store:9000/lake/wh/shop/other/a.parquet",
    "GET, http://store:9000/lake/wh/shop/t-10/a.parquet",
    "GET, http://store:9000/other/wh/shop/t-1/a.parquet",
    "PUT, http://store:9000/lake/wh/shop/t-1/../t-2/a.parquet",
    "GET, http://store:9000/lake?list-type=2&prefix=wh%2Fshop"
  })
  void requestsOnOtherFilesAreOutside(String method, String uri) {
    assertThat(S3Request.parse(request(method, uri, null), STORE).isInside(TABLE)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, http://store:9000/lake?list-type=2",
    "DELETE, http://store:9000/lake",
    "PUT, http://store:9000/lake",
    "PATCH, http://store:9000/lake/wh/shop/t-1/a",
    "GET, http://elsewhere:9000/lake/wh/shop/t-1/a",
    "POST, http://store:9000/lake?delete",
    "GET, http://store:9000/lake?policy&prefix=wh%2Fshop%2Ft-1%2F",
    "PUT, http://store:9000/lake/wh/shop/t-1/a?acl",
    "GET, http://store:9000/lake?prefix=wh%2Fshop%2Ft-1%2F&prefix=x"
  })
  void requestsThatAreNotUnderstoodAreRefused(String method, String uri) {
    assertThatThrownBy(() -> S3Request.parse(request(method, uri, null), STORE))
        .isInstanceOf(ForbiddenException.class);
  }

  @Test
  void copiesAreRefusedBecauseTheyReadOtherFiles() {
    RemoteSignRequest copy =
        ImmutableRemoteSignRequest.builder()
            .from(request("PUT", "http://store:9000/lake/wh/shop/t-1/a", null))
            .headers(Map.of("X-Amz-Copy-Source", List.of("/lake/wh/shop/other/secret")))
            .build();

    assertThatThrownBy(() -> S3Request.parse(copy, STORE)).isInstanceOf(ForbiddenException.class);
  }

  @Test
  void whatABulkDeletionDeletesIsPartOfItsSignature() {
    AwsBasicCredentials credentials = AwsBasicCredentials.create("key", "secret");
    String uri = "http://store:9000/lake?delete";

    RemoteSignResponse one = S3Signer.sign(request("POST", uri, "<Key>a</Key>"), credentials);
    RemoteSignResponse other = S3Signer.sign(request("POST", uri, "<Key>b</Key>"), credentials);

    assertThat(hashOf(one)).hasSize(64).isNotEqualTo(hashOf(other));
  }

  private static String hashOf(RemoteSignResponse signed) {
    return signed.headers().get("x-amz-content-sha256").get(0);
  }

  @Test
  void everyKeyOfABulkDeletionCounts() {
    String inside = "<Delete><Object><Key>wh/shop/t-1/a&amp;b</Key></Object></Delete>";
    String outside =
        "<Delete><Object><Key>wh/shop/t-1/a</Key></Object><Object><Key>x</Key></Object></Delete>";
    String uri = "http://store:9000/lake?delete";

    S3Request allowed = S3Request.parse(request("POST", uri, inside), STORE);
    S3Request refused = S3Request.parse(request("POST", uri, outside), STORE);

    assertThat(allowed.keys()).containsExactly("wh/shop/t-1/a&b");
    assertThat(allowed.isInside(TABLE)).isTrue();
    assertThat(refused.isInside(TABLE)).isFalse();
  }

  private static RemoteSignRequest request(String method, String uri, String body) {
    return ImmutableRemoteSignRequest.builder()
        .region("us-east-1")
        .method(method)
        .uri(URI.create(uri))
        .headers(Map.of())
        .properties(Map.of())
        .body(body)
        .build();
  }
}
