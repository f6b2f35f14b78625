package io.dolake.lake.schema;

import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.lake.io.LakeFiles;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Where tables of the database go in the lake. The namespace of a table is its schema, its lake
 * name is its declared name, its files lie below {@code WAREHOUSE/schema/name-id}; the id keeps a
 * table that is created again apart from its predecessor.
 */
public final class TableLayout implements Serializable {
  private static final long serialVersionUID = 2;

  private final String warehouse;
  private final HashMap<String, String> partitioning;
  private final HashMap<String, String> sorting;

  /**
   * @param warehouse root of all files, without a slash at the end
   * @param partitioning partition terms by table name, with or without its schema, in any case
   * @param sorting sort terms likewise
   */
  public TableLayout(
      String warehouse, Map<String, String> partitioning, Map<String, String> sorting) {
    this.warehouse = Objects.requireNonNull(warehouse, "warehouse");
    this.partitioning = inLowerCase(partitioning);
    this.sorting = inLowerCase(sorting);
  }

  private static HashMap<String, String> inLowerCase(Map<String, String> termsByTable) {
    HashMap<String, String> terms = new HashMap<>();
    termsByTable.forEach((table, text) -> terms.put(table.toLowerCase(Locale.ROOT), text));
    return terms;
  }

  /** Whether files are on this machine's file system. */
  public boolean isLocal() {
    return LakeFiles.isLocal(warehouse);
  }

  public TableIdentifier identifier(TableDef table) {
    return TableIdentifier.of(Namespace.of(table.schema()), table.name());
  }

  public String location(TableDef table) {
    return warehouse + "/" + plain(table.schema()) + "/" + plain(table.name()) + "-" + table.id();
  }

  /** Part of a path that needs no quoting anywhere. */
  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9_]", "_");
  }

  /**
   * Partition spec of new files.
   *
   * @param versions of the table, the newest first
   * @param schema of the newest version
   * @throws MisconfiguredJobException naming the term, which ends the job
   */
  public PartitionSpec partitionSpec(Collection<TableDef> versions, Schema schema) {
    return termsOf(versions, partitioning)
        .map(terms -> fitting(() -> PartitionText.parse(terms, versions, schema)))
        .orElseGet(PartitionSpec::unpartitioned);
  }

  /**
   * Partition spec of a table without files; unpartitioned if what is configured names a column by
   * a name that it has no more. The writers, who know all names, complain of those that never were.
   */
  public PartitionSpec firstPartitionSpec(TableDef table, Schema schema) {
    try {
      return partitionSpec(List.of(table), schema);
    } catch (MisconfiguredJobException e) {
      return PartitionSpec.unpartitioned();
    }
  }

  /** Order of the rows in new files; parameters and errors as of their partition spec. */
  public SortOrder sortOrder(Collection<TableDef> versions, Schema schema) {
    return termsOf(versions, sorting)
        .map(terms -> fitting(() -> SortText.parse(terms, versions, schema)))
        .orElseGet(SortOrder::unsorted);
  }

  private static <T> T fitting(Supplier<T> parsed) {
    try {
      return parsed.get();
    } catch (DoLakeException e) {
      throw new MisconfiguredJobException(e);
    }
  }

  /** What is configured for the name that a table has, or else for the last one that it had. */
  private static Optional<String> termsOf(
      Collection<TableDef> versions, Map<String, String> termsByTable) {
    return versions.stream()
        .map(version -> termsOf(version, termsByTable))
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static String termsOf(TableDef table, Map<String, String> termsByTable) {
    String name = table.name().toLowerCase(Locale.ROOT);
    String qualified = table.schema().toLowerCase(Locale.ROOT) + "." + name;
    return termsByTable.getOrDefault(qualified, termsByTable.get(name));
  }
}
