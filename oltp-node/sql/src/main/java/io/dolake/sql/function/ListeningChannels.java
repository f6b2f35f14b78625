package io.dolake.sql.function;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.plan.RelationColumn;
import io.dolake.sql.plan.TableFunction;
import io.dolake.sql.statement.ListRowSource;
import java.util.List;

/** {@code pg_listening_channels()}: what the session listens on. */
public final class ListeningChannels implements TableFunction {
  private static final List<RelationColumn> COLUMNS =
      List.of(RelationColumn.of("pg_listening_channels", ColumnType.TEXT));

  @Override
  public String name() {
    return "pg_listening_channels";
  }

  @Override
  public int minArguments() {
    return 0;
  }

  @Override
  public int maxArguments() {
    return 0;
  }

  @Override
  public List<RelationColumn> columns() {
    return COLUMNS;
  }

  @Override
  public RowSource open(ExecutionContext context, Object[] arguments) {
    List<String> channels = context.session().notifications().channels();
    return new ListRowSource(channels.stream().map(channel -> new Object[] {channel}).toList());
  }
}
