package io.dolake.catalog.s3;

import io.dolake.catalog.auth.Privilege;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The server's own credentials for the store, and the narrower ones it hands out. */
final class S3Credentials implements AutoCloseable {
  private static final String ACCESS_KEY = "s3.access-key-id";
  private static final String SECRET_KEY = "s3.secret-access-key";
  private static final String SESSION_TOKEN = "s3.session-token";
  private static final String EXPIRES_AT = "s3.session-token-expires-at-ms";

  private final S3Delegation delegation;
  private final Map<String, String> properties;
  private final StsClient sts;

  /**
   * @param properties properties of the server's file access
   */
  S3Credentials(S3Delegation delegation, Map<String, String> properties) {
    this.delegation = delegation;
    this.properties = properties;
    this.sts = delegation.vending() == S3Delegation.Vending.STS ? stsClient() : null;
  }

  /** The server's own credentials. */
  AwsCredentials own() {
    String key = properties.get(ACCESS_KEY);
    if (key == null) {
      return DefaultCredentialsProvider.builder().build().resolveCredentials();
    }
    String secret = properties.get(SECRET_KEY);
    String token = properties.get(SESSION_TOKEN);
    return token == null
        ? AwsBasicCredentials.create(key, secret)
        : AwsSessionCredentials.create(key, secret, token);
  }

  Region region() {
    return Region.of(properties.getOrDefault("client.region", "us-east-1"));
  }

  /** Properties of a client's file access that open a folder. */
  Map<String, String> vend(S3Location folder, Privilege privilege) {
    return delegation.vending() == S3Delegation.Vending.STS
        ? assumeRole(folder, privilege)
        : asProperties(own());
  }

  private Map<String, String> assumeRole(S3Location folder, Privilege privilege) {
    Credentials credentials =
        sts.assumeRole(
                request ->
                    request
                        .roleArn(delegation.stsRoleArn())
                        .roleSessionName("dolake-catalog")
                        .durationSeconds(
                            Math.toIntExact(delegation.credentialLifetime().toSeconds()))
                        .policy(FolderPolicy.of(folder, privilege)))
            .credentials();
    Map<String, String> result =
        asProperties(
            AwsSessionCredentials.create(
                credentials.accessKeyId(),
                credentials.secretAccessKey(),
                credentials.sessionToken()));
    result.put(EXPIRES_AT, Long.toString(credentials.expiration().toEpochMilli()));
    return result;
  }

  private static Map<String, String> asProperties(AwsCredentials credentials) {
    Map<String, String> result = new LinkedHashMap<>();
    result.put(ACCESS_KEY, credentials.accessKeyId());
    result.put(SECRET_KEY, credentials.secretAccessKey());
    if (credentials instanceof AwsSessionCredentials session) {
      result.put(SESSION_TOKEN, session.sessionToken());
    }
    return result;
  }

  private StsClient stsClient() {
    StsClientBuilder builder =
        StsClient.builder()
            .region(region())
            .credentialsProvider(StaticCredentialsProvider.create(own()));
    if (delegation.stsEndpoint() != null) {
      builder.endpointOverride(URI.create(delegation.stsEndpoint()));
    }
    return builder.build();
  }

  @Override
  public void close() {
    if (sts != null) {
      sts.close();
    }
  }
}
