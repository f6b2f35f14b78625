package io.dolake.sql.exec;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.expr.Expr;

/**
 * Expressions that are equal in rows that match.
 *
 * @param left over rows of the left side
 * @param right over rows of the right side, one for each of the left
 * @param collations by which texts are compared
 */
public record JoinKeys(Expr[] left, Expr[] right, Collation[] collations) {}
