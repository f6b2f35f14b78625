package io.dolake.e2e.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.view.View;

/** What a program with Iceberg's Java client does with tables and views, from creation to end. */
final class JavaTour {
  private static final Namespace NAMESPACE = Namespace.of("java");
  private static final TableIdentifier ORDERS = TableIdentifier.of(NAMESPACE, "orders");
  private static final TableIdentifier TOTALS = TableIdentifier.of(NAMESPACE, "totals");
  private static final TableIdentifier VIEW = TableIdentifier.of(NAMESPACE, "large");
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.required(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "customer", Types.StringType.get()));

  private final RESTCatalog catalog;

  JavaTour(RESTCatalog catalog) {
    this.catalog = catalog;
  }

  void run() throws IOException {
    catalog.createNamespace(NAMESPACE);
    Table table = catalog.createTable(ORDERS, SCHEMA);
    Rows.append(table, List.of(1L, "ann"), List.of(2L, "bob"));
    assertThat(Rows.read(table)).containsExactly("1\tann", "2\tbob");
    long first = table.currentSnapshot().snapshotId();
    evolve(table);
    travel(table, first);
    commitTwoTables(table);
    views();
    drop();
  }

  private static void evolve(Table table) throws IOException {
    table
        .updateSchema()
        .addColumn("note", Types.StringType.get())
        .renameColumn("customer", "buyer")
        .commit();
    table.updateSpec().addField(Expressions.bucket("id", 4)).commit();
    table.updateSpec().removeField(Expressions.bucket("id", 4)).commit();
    table.replaceSortOrder().asc("id").commit();
    table.updateProperties().set("commit.retry.num-retries", "2").commit();
    Rows.append(table, List.of(3L, "cem", "new"));
    assertThat(Rows.read(table)).containsExactly("1\tann\tnull", "2\tbob\tnull", "3\tcem\tnew");
  }

  private void travel(Table table, long first) throws IOException {
    assertThat(Rows.readAt(table, first)).containsExactly("1\tann", "2\tbob");
    table.manageSnapshots().createTag("opening", first).createBranch("trial", first).commit();
    assertThat(table.snapshot("opening").snapshotId()).isEqualTo(first);
    table.manageSnapshots().removeBranch("trial").rollbackTo(first).commit();
    table = catalog.loadTable(ORDERS);
    assertThat(Rows.read(table)).containsExactly("1\tann\tnull", "2\tbob\tnull");
  }

  private void commitTwoTables(Table orders) {
    Table totals = catalog.createTable(TOTALS, SCHEMA);
    orders.refresh();
    var first = orders.newTransaction();
    first.updateProperties().set("pair", "1").commit();
    var second = totals.newTransaction();
    second.updateProperties().set("pair", "1").commit();

    catalog.commitTransaction(
        commitOf(ORDERS, orders, first.table()), commitOf(TOTALS, totals, second.table()));

    assertThat(catalog.loadTable(ORDERS).properties()).containsEntry("pair", "1");
    assertThat(catalog.loadTable(TOTALS).properties()).containsEntry("pair", "1");
  }

  private static TableCommit commitOf(TableIdentifier identifier, Table base, Table changed) {
    return TableCommit.create(
        identifier,
        ((HasTableOperations) base).operations().current(),
        ((HasTableOperations) changed).operations().current());
  }

  private void views() {
    View view =
        catalog
            .buildView(VIEW)
            .withSchema(SCHEMA)
            .withDefaultNamespace(NAMESPACE)
            .withQuery("spark", "SELECT id, customer FROM orders")
            .create();
    assertThat(view.currentVersion().versionId()).isEqualTo(1);
    view.replaceVersion()
        .withSchema(SCHEMA.select("id"))
        .withDefaultNamespace(NAMESPACE)
        .withQuery("spark", "SELECT id FROM orders")
        .commit();
    view.updateProperties().set("owner", "e2e").commit();
    TableIdentifier renamed = TableIdentifier.of(NAMESPACE, "larger");
    catalog.renameView(VIEW, renamed);
    View loaded = catalog.loadView(renamed);
    assertThat(loaded.currentVersion().versionId()).isEqualTo(2);
    assertThat(loaded.sqlFor("spark").sql()).isEqualTo("SELECT id FROM orders");
    assertThat(loaded.history()).hasSize(2);
    assertThat(catalog.listViews(NAMESPACE)).containsExactly(renamed);
    assertThat(catalog.dropView(renamed)).isTrue();
  }

  private void drop() {
    assertThat(catalog.dropTable(TOTALS, true)).isTrue();
    TableIdentifier renamed = TableIdentifier.of(NAMESPACE, "renamed");
    catalog.renameTable(ORDERS, renamed);
    assertThat(catalog.dropTable(renamed, true)).isTrue();
    assertThat(catalog.listTables(NAMESPACE)).isEmpty();
    assertThat(catalog.dropNamespace(NAMESPACE)).isTrue();
  }
}
