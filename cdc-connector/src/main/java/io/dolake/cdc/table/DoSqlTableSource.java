package io.dolake.cdc.table;

import io.dolake.cdc.DoSqlSource;
import io.dolake.cdc.DoSqlSourceBuilder;
import io.dolake.cdc.EventTime;
import io.dolake.cdc.jdbc.DoSqlLookupFunction;
import io.dolake.cdc.jdbc.LookupQuery;
import io.dolake.cdc.jdbc.TableShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.Projection;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.abilities.SupportsFilterPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.connector.source.abilities.SupportsSourceWatermark;
import org.apache.flink.table.connector.source.lookup.AsyncLookupFunctionProvider;
import org.apache.flink.table.connector.source.lookup.PartialCachingAsyncLookupProvider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** A table of the database: a stream of its changes, and lookups when it has a JDBC address. */
final class DoSqlTableSource
    implements ScanTableSource,
        LookupTableSource,
        SupportsProjectionPushDown,
        SupportsFilterPushDown,
        SupportsReadingMetadata,
        SupportsSourceWatermark {
  private final TableOptions options;
  private final DataType physicalType;
  private final List<String> columnNames;
  private final List<LogicalType> columnTypes;

  private int[] projection;
  private List<MetadataColumn> metadata = List.of();
  private DataType producedType;
  private List<RowPredicate> filters = List.of();

  DoSqlTableSource(TableOptions options, DataType physicalType) {
    this.options = options;
    this.physicalType = physicalType;
    this.columnNames = DataType.getFieldNames(physicalType);
    this.columnTypes = ((RowType) physicalType.getLogicalType()).getChildren();
    this.projection = IntStream.range(0, columnNames.size()).toArray();
    this.producedType = physicalType;
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return ChangelogMode.all();
  }

  @Override
  public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
    if (options.connection().isEmpty()) {
      throw new ValidationException(
          "Table "
              + options.qualifiedName()
              + " can only be looked up and written: to read it as a stream, set 'endpoints' to the"
              + " change feed's host:port.");
    }
    DoSqlSourceBuilder<RowData> builder =
        DoSqlSource.<RowData>builder().tables(options.qualifiedName()).eventTime(EventTime.MILLIS);
    options.configure(builder);
    builder.deserializer(deserializer(context));
    return SourceProvider.of(builder.build());
  }

  private RowDataDeserializer deserializer(ScanContext context) {
    RowPredicate filter =
        filters.isEmpty()
            ? null
            : filters.size() == 1 ? filters.get(0) : new RowPredicate.And(filters);
    TreeSet<Integer> needed = new TreeSet<>();
    IntStream.of(projection).forEach(needed::add);
    filters.forEach(predicate -> addColumns(predicate, needed));
    List<RowDataDeserializer.Column> columns = new ArrayList<>();
    for (int i = 0; i < columnNames.size(); i++) {
      columns.add(
          new RowDataDeserializer.Column(
              columnNames.get(i),
              columnTypes.get(i).isNullable(),
              ValueConverter.to(columnNames.get(i), columnTypes.get(i))));
    }
    return new RowDataDeserializer(
        options.qualifiedName(),
        columns,
        needed.stream().mapToInt(Integer::intValue).toArray(),
        projection,
        metadata,
        filter,
        context.createTypeInformation(producedType));
  }

  private static void addColumns(RowPredicate predicate, TreeSet<Integer> columns) {
    if (predicate instanceof RowPredicate.Comparison comparison) {
      columns.add(comparison.column());
    } else if (predicate instanceof RowPredicate.NullTest test) {
      columns.add(test.column());
    } else if (predicate instanceof RowPredicate.And and) {
      and.parts().forEach(part -> addColumns(part, columns));
    } else if (predicate instanceof RowPredicate.Or or) {
      or.parts().forEach(part -> addColumns(part, columns));
    }
  }

  @Override
  public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
    if (options.jdbc().isEmpty()) {
      throw new ValidationException(
          "Table "
              + options.qualifiedName()
              + " cannot be looked up: use connector 'dosql' with 'url' set to the node's JDBC"
              + " address.");
    }
    List<String> names = DataType.getFieldNames(producedType);
    List<LogicalType> types = ((RowType) producedType.getLogicalType()).getChildren();
    List<String> keyNames = new ArrayList<>();
    List<LogicalType> keyTypes = new ArrayList<>();
    for (int[] key : context.getKeys()) {
      keyNames.add(names.get(key[0]));
      keyTypes.add(types.get(key[0]));
    }
    LookupQuery query =
        new LookupQuery(
            new TableShape(options.schema(), options.table(), names, types, List.of()),
            new TableShape(options.schema(), options.table(), keyNames, keyTypes, List.of()));
    DoSqlLookupFunction function =
        new DoSqlLookupFunction(
            options.jdbc().get(), query, options.lookupThreads(), options.lookupMaxRetries());
    return options
        .lookupCache()
        .<LookupRuntimeProvider>map(cache -> PartialCachingAsyncLookupProvider.of(function, cache))
        .orElseGet(() -> AsyncLookupFunctionProvider.of(function));
  }

  @Override
  public boolean supportsNestedProjection() {
    return false;
  }

  @Override
  public void applyProjection(int[][] projectedFields, DataType producedDataType) {
    projection = Projection.of(projectedFields).toTopLevelIndexes();
    producedType = producedDataType;
  }

  /** A filter that was taken is not applied again, so only what we evaluate exactly is taken. */
  @Override
  public Result applyFilters(List<ResolvedExpression> candidates) {
    FilterTranslator translator = new FilterTranslator(columnNames, columnTypes);
    List<ResolvedExpression> accepted = new ArrayList<>();
    List<ResolvedExpression> remaining = new ArrayList<>();
    List<RowPredicate> predicates = new ArrayList<>();
    for (ResolvedExpression candidate : candidates) {
      Optional<RowPredicate> predicate = translator.translate(candidate);
      if (predicate.isPresent()) {
        predicates.add(predicate.get());
        accepted.add(candidate);
      } else {
        remaining.add(candidate);
      }
    }
    filters = List.copyOf(predicates);
    return Result.of(accepted, remaining);
  }

  @Override
  public Map<String, DataType> listReadableMetadata() {
    Map<String, DataType> readable = new LinkedHashMap<>();
    for (MetadataColumn column : MetadataColumn.values()) {
      readable.put(column.key(), column.type());
    }
    return readable;
  }

  @Override
  public void applyReadableMetadata(List<String> metadataKeys, DataType producedDataType) {
    metadata = metadataKeys.stream().map(MetadataColumn::ofKey).toList();
    producedType = producedDataType;
  }

  /** The source emits its watermarks, the resolved timestamps, in any case. */
  @Override
  public void applySourceWatermark() {}

  @Override
  public DynamicTableSource copy() {
    DoSqlTableSource copy = new DoSqlTableSource(options, physicalType);
    copy.projection = projection;
    copy.metadata = metadata;
    copy.producedType = producedType;
    copy.filters = filters;
    return copy;
  }

  @Override
  public String asSummaryString() {
    return "DoSQL table " + options.qualifiedName();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DoSqlTableSource that
        && options.equals(that.options)
        && physicalType.equals(that.physicalType)
        && java.util.Arrays.equals(projection, that.projection)
        && metadata.equals(that.metadata)
        && producedType.equals(that.producedType)
        && filters.equals(that.filters);
  }

  @Override
  public int hashCode() {
    return Objects.hash(options, physicalType, producedType, filters);
  }
}
