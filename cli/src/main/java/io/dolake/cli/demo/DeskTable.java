package io.dolake.cli.demo;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One of the order desk's tables.
 *
 * @param columns name and definition of each column, such as {@code "quantity BIGINT NOT NULL"}
 * @param key names of the primary key's columns, separated by commas
 */
record DeskTable(String name, List<String> columns, String key) {
  DeskTable {
    columns = List.copyOf(columns);
  }

  static DeskTable of(String name, String key, String... columns) {
    return new DeskTable(name, Arrays.asList(columns), key);
  }

  List<String> columnNames() {
    return columns.stream().map(column -> column.substring(0, column.indexOf(' '))).toList();
  }

  String ddl() {
    return columns.stream()
        .collect(
            Collectors.joining(
                ", ", "CREATE TABLE " + name + " (", ", PRIMARY KEY (" + key + "))"));
  }
}
