package io.dolake.catalog.api;

import io.dolake.catalog.http.Answer;
import io.dolake.catalog.http.AnswerReplay;
import io.dolake.catalog.store.StoredAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.iceberg.catalog.TableIdentifierParser;

/**
 * Renders stored answers. A table or view is answered in its state at the replay, which the
 * specification allows: what was committed for the key is in its history.
 */
public final class StoredAnswerReplay implements AnswerReplay {
  private final TableApi tables;
  private final ViewApi views;

  public StoredAnswerReplay(TableApi tables, ViewApi views) {
    this.tables = tables;
    this.views = views;
  }

  @Override
  public Answer replay(StoredAnswer stored) {
    return switch (stored.kind()) {
      case EMPTY -> new Answer(stored.status(), null, new byte[0], Map.of());
      case JSON -> Answer.json(stored.status(), stored.content().getBytes(StandardCharsets.UTF_8));
      case TABLE -> tables.replay(TableIdentifierParser.fromJson(stored.content()));
      case VIEW -> views.replay(TableIdentifierParser.fromJson(stored.content()));
    };
  }
}
