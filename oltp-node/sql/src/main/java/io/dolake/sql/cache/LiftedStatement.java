package io.dolake.sql.cache;

import io.dolake.common.type.ColumnType;
import java.util.List;

/**
 * A statement's text with its literals replaced by parameters, and their values.
 *
 * @param text equal for statements that differ in literals only
 * @param values one for each parameter: Long or String
 * @param types type of each value
 */
public record LiftedStatement(String text, Object[] values, List<ColumnType> types) {}
