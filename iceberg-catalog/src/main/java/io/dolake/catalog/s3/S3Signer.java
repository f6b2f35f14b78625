package io.dolake.catalog.s3;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.rest.requests.RemoteSignRequest;
import org.apache.iceberg.rest.responses.ImmutableRemoteSignResponse;
import org.apache.iceberg.rest.responses.RemoteSignResponse;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.signer.params.AwsS3V4SignerParams;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;

/**
 * Signs requests to the store (AWS signature version 4). What is written to a file is not signed,
 * since the catalog does not see it; a list of files to delete is, so that it cannot be exchanged.
 */
// Iceberg's clients sign with this signer, too; its successor is not in the SDK's public API.
@SuppressWarnings("deprecation")
final class S3Signer {
  /** Headers that change on the way or between retries. */
  private static final Set<String> UNSIGNED =
      Set.of("range", "x-amz-date", "amz-sdk-invocation-id", "amz-sdk-request", "amz-sdk-retry");

  private S3Signer() {}

  static RemoteSignResponse sign(RemoteSignRequest request, AwsCredentials credentials) {
    Map<String, List<String>> signedHeaders = new TreeMap<>();
    Map<String, List<String>> otherHeaders = new TreeMap<>();
    request
        .headers()
        .forEach(
            (name, values) -> {
              boolean unsigned = UNSIGNED.contains(name.toLowerCase(Locale.ROOT));
              (unsigned ? otherHeaders : signedHeaders).put(name, values);
            });
    boolean signsBody = S3Request.isBulkDelete(request);
    SdkHttpFullRequest.Builder unsignedRequest =
        SdkHttpFullRequest.builder()
            .uri(request.uri())
            .method(SdkHttpMethod.fromValue(request.method()))
            .headers(signedHeaders);
    if (signsBody) {
      byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
      unsignedRequest.contentStreamProvider(() -> new ByteArrayInputStream(body));
    }
    SdkHttpFullRequest signed =
        software.amazon.awssdk.auth.signer.AwsS3V4Signer.create()
            .sign(
                unsignedRequest.build(),
                AwsS3V4SignerParams.builder()
                    .awsCredentials(credentials)
                    .signingRegion(Region.of(request.region()))
                    .signingName("s3")
                    .enableChunkedEncoding(false)
                    .enablePayloadSigning(signsBody)
                    .doubleUrlEncode(false)
                    .timeOffset(0)
                    .build());
    Map<String, List<String>> headers = new TreeMap<>(otherHeaders);
    headers.putAll(signed.headers());
    return ImmutableRemoteSignResponse.builder().uri(signed.getUri()).headers(headers).build();
  }
}
