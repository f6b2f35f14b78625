package io.dolake.catalog.s3;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dolake.catalog.auth.Privilege;
import java.util.List;

/** Writes the session policy that confines credentials to a folder. */
final class FolderPolicy {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private FolderPolicy() {}

  static String of(S3Location folder, Privilege privilege) {
    ObjectNode policy = MAPPER.createObjectNode().put("Version", "2012-10-17");
    ArrayNode statements = policy.putArray("Statement");
    List<String> actions =
        privilege == Privilege.WRITE
            ? List.of("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload")
            : List.of("s3:GetObject");
    statement(statements, actions, "arn:aws:s3:::" + folder.bucket() + "/" + folder.prefix() + "*");
    statement(statements, List.of("s3:ListBucket"), "arn:aws:s3:::" + folder.bucket())
        .putObject("Condition")
        .putObject("StringLike")
        .put("s3:prefix", folder.prefix() + "*");
    return policy.toString();
  }

  private static ObjectNode statement(ArrayNode statements, List<String> actions, String resource) {
    ObjectNode statement = statements.addObject().put("Effect", "Allow").put("Resource", resource);
    ArrayNode names = statement.putArray("Action");
    actions.forEach(names::add);
    return statement;
  }
}
