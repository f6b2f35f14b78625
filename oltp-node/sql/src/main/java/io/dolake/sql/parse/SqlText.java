package io.dolake.sql.parse;

import java.util.Objects;
import org.apache.calcite.sql.SqlNode;

/** An expression together with its text as the user wrote it, for the catalog. */
public record SqlText(SqlNode node, String text) {
  public SqlText {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(text, "text");
  }
}
