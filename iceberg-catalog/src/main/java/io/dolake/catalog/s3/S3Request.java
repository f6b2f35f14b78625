package io.dolake.catalog.s3;

import io.dolake.catalog.auth.Privilege;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.iceberg.rest.requests.RemoteSignRequest;

/**
 * What a request to the store would do: which keys of which bucket it touches, reading or writing.
 * Whatever is not understood is refused, because a signature opens it.
 *
 * @param bucket the bucket
 * @param keys keys, or the prefix of the keys for a listing
 * @param privilege what is needed on them
 */
record S3Request(String bucket, List<String> keys, Privilege privilege) {
  private static final Pattern DELETED_KEY = Pattern.compile("<Key>([^<]*)</Key>");
  private static final String COPY_SOURCE = "x-amz-copy-source";

  /** Whatever else a query may say, such as {@code policy} or {@code acl}, is no work on files. */
  private static final Set<String> LIST_PARAMETERS =
      Set.of(
          "list-type",
          "prefix",
          "delimiter",
          "continuation-token",
          "start-after",
          "marker",
          "max-keys",
          "encoding-type",
          "fetch-owner",
          "x-id");

  private static final Set<String> OBJECT_PARAMETERS =
      Set.of("uploads", "uploadId", "partNumber", "versionId", "max-parts", "x-id");

  /**
   * @param endpoint the store's endpoint if it is not AWS, where buckets are the first path segment
   *     or the first label of the host
   * @throws ForbiddenException if it is not clear what the request does
   */
  static S3Request parse(RemoteSignRequest request, Optional<URI> endpoint) {
    URI uri = request.uri();
    String host = String.valueOf(uri.getHost());
    String path = uri.getPath() == null ? "" : uri.getPath();
    if (path.startsWith("/")) {
      path = path.substring(1);
    }
    boolean pathStyle =
        endpoint.isPresent()
            ? host.equals(endpoint.get().getHost()) && uri.getPort() == endpoint.get().getPort()
            : host.matches("s3[.-].*amazonaws\\.com.*");
    String bucket;
    String key;
    if (pathStyle) {
      int slash = path.indexOf('/');
      bucket = slash < 0 ? path : path.substring(0, slash);
      key = slash < 0 ? "" : path.substring(slash + 1);
    } else {
      String suffix = endpoint.map(e -> "." + e.getHost()).orElse(".amazonaws.com");
      if (!host.endsWith(suffix)) {
        throw new ForbiddenException("Not a request to this catalog's store: %s", host);
      }
      bucket = host.substring(0, host.indexOf('.'));
      key = path;
    }
    return of(request, bucket, key);
  }

  private static S3Request of(RemoteSignRequest request, String bucket, String key) {
    if (request.headers().keySet().stream().anyMatch(COPY_SOURCE::equalsIgnoreCase)) {
      throw new ForbiddenException("Copies are not signed, they read what is not in the path");
    }
    Map<String, String> query = query(request);
    return switch (request.method().toUpperCase(Locale.ROOT)) {
      case "GET", "HEAD" -> {
        requireOnly(key.isEmpty() ? LIST_PARAMETERS : OBJECT_PARAMETERS, query);
        yield new S3Request(
            bucket, List.of(key.isEmpty() ? listPrefix(query) : key), Privilege.READ);
      }
      case "PUT", "DELETE" -> {
        requireOnly(OBJECT_PARAMETERS, query);
        yield new S3Request(bucket, List.of(required(key)), Privilege.WRITE);
      }
      case "POST" -> {
        if (isBulkDelete(request) && key.isEmpty()) {
          yield new S3Request(bucket, deletedKeys(request), Privilege.WRITE);
        }
        requireOnly(OBJECT_PARAMETERS, query);
        yield new S3Request(bucket, List.of(required(key)), Privilege.WRITE);
      }
      default -> throw new ForbiddenException("Method is not signed: %s", request.method());
    };
  }

  /** Whether the keys to be deleted are in the request's body, which then has to be signed, too. */
  static boolean isBulkDelete(RemoteSignRequest request) {
    return request.method().equalsIgnoreCase("POST") && query(request).containsKey("delete");
  }

  private static Map<String, String> query(RemoteSignRequest request) {
    Map<String, String> query = new LinkedHashMap<>();
    String text = request.uri().getRawQuery();
    for (String parameter : text == null ? new String[0] : text.split("&")) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      if (query.put(RESTUtil.decodeString(name), RESTUtil.decodeString(value)) != null) {
        throw new ForbiddenException("A query with a repeated parameter is not signed: %s", name);
      }
    }
    return query;
  }

  private static void requireOnly(Set<String> allowed, Map<String, String> query) {
    for (String name : query.keySet()) {
      if (!allowed.contains(name)) {
        throw new ForbiddenException("A request with query parameter %s is not signed", name);
      }
    }
  }

  /** The prefix of a listing; without one the whole bucket would be listed. */
  private static String listPrefix(Map<String, String> query) {
    String prefix = query.get("prefix");
    if (prefix == null) {
      throw new ForbiddenException("A listing without a prefix is not signed");
    }
    return prefix;
  }

  private static List<String> deletedKeys(RemoteSignRequest request) {
    List<String> keys = new ArrayList<>();
    Matcher matcher = DELETED_KEY.matcher(String.valueOf(request.body()));
    while (matcher.find()) {
      keys.add(
          matcher
              .group(1)
              .replace("&lt;", "<")
              .replace("&gt;", ">")
              .replace("&quot;", "\"")
              .replace("&apos;", "'")
              .replace("&amp;", "&"));
    }
    if (keys.isEmpty()) {
      throw new ForbiddenException("A deletion without its keys is not signed");
    }
    return keys;
  }

  private static String required(String key) {
    if (key.isEmpty()) {
      throw new ForbiddenException("Requests on whole buckets are not signed");
    }
    return key;
  }

  boolean isInside(S3Location folder) {
    return keys.stream().allMatch(key -> !key.contains("/../") && folder.contains(bucket, key));
  }
}
