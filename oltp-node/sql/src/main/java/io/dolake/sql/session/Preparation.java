package io.dolake.sql.session;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.ViewDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.cache.LiftedStatement;
import io.dolake.sql.cache.LiteralLifter;
import io.dolake.sql.cache.StatementCache;
import io.dolake.sql.ddl.ViewDdl;
import io.dolake.sql.exec.ViewSource;
import io.dolake.sql.parse.Identifiers;
import io.dolake.sql.parse.Parsed;
import io.dolake.sql.parse.SqlParser;
import io.dolake.sql.plan.PlanContext;
import io.dolake.sql.statement.Planning;
import io.dolake.sql.statement.StatementPlan;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a statement's plan: in the shared cache by its text; there by its text with the literals
 * lifted, if that is a statement by key; else by parsing and planning. One per session.
 */
final class Preparation {
  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

  private final Engine engine;
  private final Session session;

  Preparation(Engine engine, Session session) {
    this.engine = engine;
    this.session = session;
  }

  Prepared prepare(String sql, List<ColumnType> types) {
    Catalog catalog = session.catalog();
    boolean shared = !session.transaction().hasChangedSchema();
    if (!shared) {
      return plan(sql, types, catalog);
    }
    Prepared cached = cached(sql, types, catalog);
    if (cached != null) {
      return cached;
    }
    engine.cache().countMiss();
    if (types.isEmpty()) {
      Prepared lifted = planLifted(sql, catalog);
      if (lifted != null) {
        return lifted;
      }
    }
    Prepared prepared = plan(sql, types, catalog);
    engine.cache().put(key(sql, types), new CachedStatement(prepared, catalog.version()));
    return prepared;
  }

  /** The plan if the cache has it, else null. */
  Prepared cached(String sql, List<ColumnType> types, Catalog catalog) {
    CachedStatement entry = engine.cache().get(key(sql, types));
    if (entry != null && valid(entry, catalog)) {
      return entry.prepared();
    }
    if (!types.isEmpty()) {
      return null;
    }
    LiftedStatement lifted = LiteralLifter.lift(sql);
    if (lifted == null) {
      return null;
    }
    CachedStatement liftedEntry = engine.cache().get(key(lifted.text(), lifted.types()));
    return liftedEntry != null && valid(liftedEntry, catalog)
        ? liftedEntry.prepared().withLiterals(lifted.values())
        : null;
  }

  private static boolean valid(CachedStatement entry, Catalog catalog) {
    return entry.prepared() != null
        && (entry.catalogVersion() == catalog.version() || entry.prepared().plan() == null);
  }

  private StatementCache.Key key(String sql, List<ColumnType> types) {
    return new StatementCache.Key(sql, types, session.temporary().cacheScope());
  }

  /** Plans the statement with its literals lifted, if that makes one by key. */
  private Prepared planLifted(String sql, Catalog catalog) {
    LiftedStatement lifted = LiteralLifter.lift(sql);
    if (lifted == null) {
      return null;
    }
    StatementCache.Key key = key(lifted.text(), lifted.types());
    CachedStatement known = engine.cache().get(key);
    if (known != null && known.prepared() == null && known.catalogVersion() == catalog.version()) {
      return null;
    }
    Prepared prepared = planIfByKey(lifted, catalog);
    engine.cache().put(key, new CachedStatement(prepared, catalog.version()));
    return prepared == null ? null : prepared.withLiterals(lifted.values());
  }

  private Prepared planIfByKey(LiftedStatement lifted, Catalog catalog) {
    try {
      Prepared prepared = plan(lifted.text(), lifted.types(), catalog);
      boolean usable =
          prepared.plan() != null
              && prepared.plan().shortRunning()
              && prepared.allParameterTypes().size() == lifted.values().length;
      return usable ? prepared : null;
    } catch (DoLakeException e) {
      // The statement itself, with its literals in place, will tell what is wrong, and where.
      return null;
    }
  }

  /** Columns of a view; none when what it reads has gone or changed. */
  List<ResultColumn> columnsOf(ViewDef view, Catalog catalog) {
    String query =
        "SELECT * FROM " + Identifiers.quote(view.schema()) + '.' + Identifiers.quote(view.name());
    try {
      return plan(query, List.of(), catalog).columns();
    } catch (DoLakeException e) {
      LOG.debug("view without columns name={} reason={}", view.name(), e.getMessage());
      return List.of();
    }
  }

  /** Tables and views that a view reads by a search path; none when they have gone or changed. */
  List<ViewSource> sourcesOf(ViewDef view, List<String> searchPath, Catalog catalog) {
    try {
      return ViewDdl.sourcesOf(planning(catalog), view, searchPath);
    } catch (DoLakeException e) {
      LOG.debug("view without sources name={} reason={}", view.name(), e.getMessage());
      return List.of();
    }
  }

  private Prepared plan(String sql, List<ColumnType> types, Catalog catalog) {
    Parsed parsed = SqlParser.parseStatement(sql);
    SessionCommand command = SessionCommands.of(parsed.statement());
    StatementPlan plan =
        command != null ? null : StatementPlanner.plan(planning(sql, types, catalog), parsed);
    return new Prepared(sql, types, parsed, plan, command, catalog.version());
  }

  private Planning planning(String sql, List<ColumnType> types, Catalog catalog) {
    return new Planning(
        new PlanContext(
            catalog,
            engine.relations(),
            ViewDdl::parse,
            session.temporary().lookupPath(),
            types,
            sql,
            engine.columnNames()),
        engine.planner(),
        engine.scalars());
  }

  /** What a bulk load is planned with. */
  Planning planning(Catalog catalog) {
    return planning("", List.of(), catalog);
  }
}
