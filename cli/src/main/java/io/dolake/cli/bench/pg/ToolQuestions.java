package io.dolake.cli.bench.pg;

import java.util.LinkedHashMap;
import java.util.Map;

/** Queries of the kind that DBeaver's navigator and Hibernate's schema tools send. */
final class ToolQuestions {
  private ToolQuestions() {}

  static Map<String, Question> all() {
    Map<String, Question> questions = new LinkedHashMap<>();
    add(
        questions,
        "navigator, schemas",
        "SELECT n.oid, n.*, d.description FROM pg_catalog.pg_namespace n LEFT JOIN"
            + " pg_catalog.pg_description d ON d.objoid = n.oid AND d.objsubid = 0 ORDER BY"
            + " n.nspname");
    add(
        questions,
        "navigator, relations of a schema",
        "SELECT c.oid, c.*, d.description, pg_get_expr(c.relpartbound, c.oid) AS bound FROM"
            + " pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND"
            + " d.objsubid = 0 WHERE c.relnamespace = 2200 AND c.relkind NOT IN ('i', 'I', 'c')");
    add(
        questions,
        "navigator, columns of a table",
        "SELECT c.relname, a.*, pg_get_expr(ad.adbin, ad.adrelid, true) AS def_value,"
            + " dsc.description FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON"
            + " a.attrelid = c.oid LEFT JOIN pg_catalog.pg_attrdef ad ON a.attrelid = ad.adrelid"
            + " AND a.attnum = ad.adnum LEFT JOIN pg_catalog.pg_description dsc ON c.oid ="
            + " dsc.objoid AND a.attnum = dsc.objsubid WHERE NOT a.attisdropped AND c.oid ="
            + " 'public.t500'::regclass ORDER BY a.attnum");
    add(
        questions,
        "navigator, constraints of a table",
        "SELECT c.oid, c.*, t.relname AS tabname, rt.relnamespace AS refnamespace,"
            + " pg_get_constraintdef(c.oid) AS definition FROM pg_catalog.pg_constraint c JOIN"
            + " pg_catalog.pg_class t ON t.oid = c.conrelid LEFT JOIN pg_catalog.pg_class rt ON"
            + " rt.oid = c.confrelid WHERE c.conrelid = 'public.t500'::regclass ORDER BY c.oid");
    add(
        questions,
        "navigator, indexes of a table",
        "SELECT i.*, c.relname, am.amname, pg_get_indexdef(i.indexrelid) AS definition FROM"
            + " pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid LEFT JOIN"
            + " pg_catalog.pg_am am ON am.oid = c.relam WHERE i.indrelid = 'public.t500'::regclass"
            + " ORDER BY c.relname");
    add(
        questions,
        "navigator, types",
        "SELECT t.oid, t.*, format_type(nullif(t.typbasetype, 0), t.typtypmod) AS base FROM"
            + " pg_catalog.pg_type t WHERE t.typname IS NOT NULL ORDER BY t.oid");
    add(
        questions,
        "schema tool, columns of the information schema",
        "SELECT column_name, is_nullable, data_type, character_maximum_length, numeric_precision,"
            + " numeric_scale FROM information_schema.columns WHERE table_schema = 'public' AND"
            + " table_name = 't500' ORDER BY ordinal_position");
    add(
        questions,
        "schema tool, tables of the information schema",
        "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'public'");
    add(questions, "schema tool, sequences", "SELECT * FROM information_schema.sequences");
    return questions;
  }

  private static void add(Map<String, Question> questions, String name, String sql) {
    questions.put(name, Question.ofQuery(sql));
  }
}
