package io.dolake.sql.function;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.plan.RelationColumn;
import io.dolake.sql.plan.TableFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * PostgreSQL's {@code ROWS FROM (f(..), g(..)) [WITH ORDINALITY]}: the rows of several functions
 * side by side, the shorter ones filled up with NULL, and a number of the row.
 */
public final class RowsFrom implements TableFunction {
  /** A function with how many of the arguments are its own. */
  public record Part(TableFunction function, int argumentCount) {}

  private final List<Part> parts;
  private final boolean ordinality;
  private final List<RelationColumn> columns = new ArrayList<>();

  public RowsFrom(List<Part> parts, boolean ordinality) {
    this.parts = List.copyOf(parts);
    this.ordinality = ordinality;
    for (Part part : parts) {
      part.function().columns().stream().filter(column -> !column.hidden()).forEach(columns::add);
    }
    if (ordinality) {
      columns.add(RelationColumn.of("ordinality", ColumnType.INTEGER));
    }
  }

  @Override
  public String name() {
    return parts.get(0).function().name();
  }

  @Override
  public int minArguments() {
    return parts.stream().mapToInt(Part::argumentCount).sum();
  }

  @Override
  public int maxArguments() {
    return minArguments();
  }

  @Override
  public List<RelationColumn> columns() {
    return columns;
  }

  @Override
  public double estimatedRowCount() {
    return parts.stream().mapToDouble(part -> part.function().estimatedRowCount()).max().orElse(0);
  }

  @Override
  public RowSource open(ExecutionContext context, Object[] arguments) {
    List<RowSource> sources = new ArrayList<>();
    int from = 0;
    for (Part part : parts) {
      int to = from + part.argumentCount();
      sources.add(part.function().open(context, Arrays.copyOfRange(arguments, from, to)));
      from = to;
    }
    return new SideBySide(sources);
  }

  private final class SideBySide implements RowSource {
    private final List<RowSource> sources;
    private long number;

    SideBySide(List<RowSource> sources) {
      this.sources = sources;
    }

    @Override
    public Object[] next() {
      Object[] row = new Object[columns.size()];
      int at = 0;
      boolean any = false;
      for (int i = 0; i < sources.size(); i++) {
        Object[] part = sources.get(i).next();
        any |= part != null;
        List<RelationColumn> own = parts.get(i).function().columns();
        for (int j = 0; j < own.size(); j++) {
          if (!own.get(j).hidden()) {
            row[at++] = part == null ? null : part[j];
          }
        }
      }
      if (!any) {
        return null;
      }
      if (ordinality) {
        row[at] = ++number;
      }
      return row;
    }

    @Override
    public void close() {
      sources.forEach(RowSource::close);
    }
  }
}
