package io.dolake.catalog.s3;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder in a bucket.
 *
 * @param bucket the bucket
 * @param prefix what the keys in the folder start with; ends in a slash unless it is empty
 */
record S3Location(String bucket, String prefix) {
  private static final Pattern S3_URI = Pattern.compile("s3[an]?://([^/]+)/?(.*)");

  /** The folder a URI names; empty if the URI is not of an S3-compatible store. */
  static Optional<S3Location> parse(String uri) {
    Matcher matcher = S3_URI.matcher(uri);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String path = matcher.group(2);
    return Optional.of(
        new S3Location(matcher.group(1), path.isEmpty() || path.endsWith("/") ? path : path + "/"));
  }

  boolean contains(String otherBucket, String key) {
    return bucket.equals(otherBucket) && key.startsWith(prefix);
  }
}
