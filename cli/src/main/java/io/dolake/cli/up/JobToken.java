package io.dolake.cli.up;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * What the lake job shows the node it is started together with: the feed's token if there is one,
 * else a token of its own, so that the job goes on when users are created and the feed begins to
 * ask who reads it.
 */
final class JobToken {
  private static final String OF_JOB = "job.feed-token";
  private static final String OF_NODE = "node.feed.job-token";
  private static final int BYTES = 24;

  private JobToken() {}

  /** Adds what is missing; a job that reads another node, or has a token, is left as it is. */
  static StackConfig share(StackConfig config) {
    Map<String, String> values = new HashMap<>(config.values());
    if (values.containsKey(OF_JOB) || values.containsKey("job.node")) {
      return config;
    }
    String token = values.getOrDefault("node.feed.token", values.get(OF_NODE));
    if (token == null) {
      token = random();
      values.put(OF_NODE, token);
    }
    values.put(OF_JOB, token);
    return new StackConfig(config.dataDirectory(), values);
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
