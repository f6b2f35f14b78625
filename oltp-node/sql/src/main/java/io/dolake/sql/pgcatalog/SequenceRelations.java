package io.dolake.sql.pgcatalog;

import static io.dolake.sql.pgcatalog.ClassRelations.row;

import io.dolake.common.catalog.SequenceDef;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.sequence.SequencePosition;
import io.dolake.sql.sequence.SequenceRelation;
import io.dolake.sql.statement.Schemas;
import java.util.Map;

/** Sequences. */
final class SequenceRelations {
  /** Bits of a type's numbers, as information_schema tells them. */
  private static final Map<String, Integer> PRECISIONS =
      Map.of("smallint", 16, "integer", 32, "bigint", 64);

  private SequenceRelations() {}

  static void define(PgCatalog catalog) {
    catalog.add(
        "pg_sequence",
        "seqrelid:I seqtypid:i seqstart:i seqincrement:i seqmax:i seqmin:i seqcache:i seqcycle:b",
        (objects, context) ->
            objects.sequences().stream().map(SequenceRelations::definition).toList());
    catalog.addVolatile(
        "pg_sequences",
        "schemaname:n sequencename:N sequenceowner:n data_type:t start_value:i min_value:i "
            + "max_value:i increment_by:i cycle:b cache_size:i last_value:i",
        (objects, context) ->
            objects.sequences().stream().map(sequence -> state(sequence, context)).toList());
    catalog.add(
        "pg_depend",
        "classid:i objid:I objsubid:i refclassid:i refobjid:I refobjsubid:i deptype:t",
        Dependencies::of);
    catalog.addInformation(
        "sequences",
        "sequence_catalog:n sequence_schema:n sequence_name:n data_type:t numeric_precision:i "
            + "numeric_precision_radix:i numeric_scale:i start_value:t minimum_value:t "
            + "maximum_value:t increment:t cycle_option:t",
        (objects, context) ->
            objects.sequences().stream()
                .map(sequence -> information(sequence, context.session().database()))
                .toList());
  }

  private static Object[] definition(SequenceRelation sequence) {
    SequenceDef definition = sequence.definition();
    return row(
        ObjectIds.ofSequence(sequence),
        TypeIds.byName(definition.dataType()).oid(),
        definition.start(),
        definition.increment(),
        definition.maximum(),
        definition.minimum(),
        definition.cache(),
        definition.cycle());
  }

  private static Object[] state(SequenceRelation sequence, ExecutionContext context) {
    SequenceDef definition = sequence.definition();
    SequencePosition position =
        context.session().sequences().state(context.transaction(), sequence).position();
    return row(
        Schemas.shown(sequence.schema()),
        sequence.name(),
        ServerRelations.OWNER_NAME,
        definition.dataType(),
        definition.start(),
        definition.minimum(),
        definition.maximum(),
        definition.increment(),
        definition.cycle(),
        definition.cache(),
        position.called() ? position.value() : null);
  }

  private static Object[] information(SequenceRelation sequence, String database) {
    SequenceDef definition = sequence.definition();
    return row(
        database,
        Schemas.shown(sequence.schema()),
        sequence.name(),
        definition.dataType(),
        PRECISIONS.get(definition.dataType()),
        2,
        0,
        Long.toString(definition.start()),
        Long.toString(definition.minimum()),
        Long.toString(definition.maximum()),
        Long.toString(definition.increment()),
        definition.cycle() ? "YES" : "NO");
  }
}
