package io.dolake.common.row;

import io.dolake.common.buffer.ByteReader;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A compiled way from rows of one version of a table to columns of another: fields are matched by
 * column id, those nobody asked for are skipped undecoded, columns the writer did not have get
 * their initial default, values of widened columns are converted. Immutable, thread-safe.
 */
public final class RowProjection {
  private static final int SKIP = -1;

  final ColumnType[] writerTypes;

  /** For each field of the writer, in order: ordinal in the reader, or SKIP. */
  private final int[] targets;

  /** For each reader column: field of the writer, or SKIP. */
  final int[] sources;

  /** For each field of the writer: conversion, or null if none is needed. */
  final UnaryOperator<Object>[] conversions;

  /** For each reader column: value when the writer has no such field. */
  final Object[] defaults;

  private final int[] absentOrdinals;
  private final int fieldsNeeded;

  private RowProjection(TableDef writer, TableDef reader, int[] ordinals) {
    int fieldCount = writer.columns().size();
    writerTypes = writer.columns().stream().map(ColumnDef::type).toArray(ColumnType[]::new);
    targets = new int[fieldCount];
    Arrays.fill(targets, SKIP);
    sources = new int[reader.columns().size()];
    Arrays.fill(sources, SKIP);
    defaults = new Object[sources.length];
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type has no other form
    UnaryOperator<Object>[] perField = new UnaryOperator[fieldCount];
    conversions = perField;
    int needed = 0;
    for (int ordinal : ordinals) {
      ColumnDef column = reader.columns().get(ordinal);
      int field = writer.ordinalOf(column.id());
      if (field < 0) {
        defaults[ordinal] = column.initialDefault();
        continue;
      }
      sources[ordinal] = field;
      targets[field] = ordinal;
      conversions[field] = conversion(writer, writerTypes[field], column);
      needed = Math.max(needed, field + 1);
    }
    fieldsNeeded = needed;
    absentOrdinals = Arrays.stream(ordinals).filter(o -> sources[o] == SKIP).toArray();
  }

  /** Reads all columns of the reader's version. */
  public static RowProjection compile(TableDef writer, TableDef reader) {
    return compile(writer, reader, IntStream.range(0, reader.columns().size()).toArray());
  }

  /** Reads the reader's columns at these ordinals only. */
  public static RowProjection compile(TableDef writer, TableDef reader, int... ordinals) {
    if (!writer.id().equals(reader.id())) {
      throw new IllegalArgumentException(
          "projection between tables " + writer.name() + " and " + reader.name());
    }
    return new RowProjection(writer, reader, ordinals);
  }

  private static UnaryOperator<Object> conversion(
      TableDef writer, ColumnType from, ColumnDef column) {
    if (from.equals(column.type())) {
      return null;
    }
    return RowConversion.between(from, column.type())
        .orElseThrow(
            () ->
                new DoLakeException(
                    ErrorCode.SCHEMA_VERSION_UNKNOWN,
                    String.format(
                        "rows of %s version %d hold %s as %s, which cannot be read as %s",
                        writer.name(), writer.schemaVersion(), column.name(), from, column.type()),
                    "Rewrite the rows when a column gets a type that does not widen its old one."));
  }

  /** Number of columns of the reader's version. */
  public int columnCount() {
    return sources.length;
  }

  /**
   * Reads a record (what follows the schema version) into {@code row}, an array of {@link
   * #columnCount} values in the reader's order. Columns that were not asked for keep what is there.
   */
  public void read(ByteReader in, Object[] row) {
    for (int field = 0; field < fieldsNeeded; field++) {
      int target = targets[field];
      if (target == SKIP) {
        AvroValues.skip(in, writerTypes[field]);
      } else {
        row[target] = convert(field, AvroValues.read(in, writerTypes[field]));
      }
    }
    for (int ordinal : absentOrdinals) {
      row[ordinal] = defaults[ordinal];
    }
  }

  Object convert(int field, Object value) {
    UnaryOperator<Object> conversion = conversions[field];
    return conversion == null || value == null ? value : conversion.apply(value);
  }
}
