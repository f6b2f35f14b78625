<#-- INSERT, REPLACE, UPDATE and DELETE. -->

Statement InsertStatement(SqlNodeList with) :
{
    ConflictAction action = ConflictAction.ABORT;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    List<SqlIdentifier> columns = ImmutableList.of();
    SqlNode source = null;
    final List<Upsert> upserts = new ArrayList<Upsert>();
    Upsert upsert;
    SqlNodeList returning = null;
}
{
    (
        <INSERT> [ <OR> action = OrAction() ]
    |
        Word("REPLACE") { action = ConflictAction.REPLACE; }
    )
    <INTO> table = QualifiedName() [ <AS> alias = Name() ]
    [ LOOKAHEAD({ getToken(1).kind == LPAREN && !queryAhead() }) columns = ParenthesizedNames() ]
    [
        LOOKAHEAD({ word(1, "OVERRIDING") })
        Word("OVERRIDING") Name() Word("VALUE")
    ]
    (
        <DEFAULT_> <VALUES>
    |
        source = QueryExpr()
    )
    ( upsert = UpsertClause() { upserts.add(upsert); } )*
    [ returning = ReturningClause() ]
    { return new Statement.Insert(with, action, table, alias, columns, source, upserts, returning); }
}

ConflictAction OrAction() :
{
    final Token t;
}
{
    t = <IDENTIFIER> { return conflictAction(t); }
}

Upsert UpsertClause() :
{
    final Token first;
    List<IndexedColumn> target = ImmutableList.of();
    SqlIdentifier constraint = null;
    SqlNode targetWhere = null, where = null;
    List<Assignment> assignments = null;
}
{
    first = <ON> Word("CONFLICT")
    [
        target = IndexedColumns(null) [ <WHERE> targetWhere = Expr() ]
    |
        <ON> <CONSTRAINT> constraint = Name()
    ]
    Word("DO")
    (
        LOOKAHEAD({ word(1, "NOTHING") })
        Word("NOTHING")
    |
        <UPDATE> <SET> assignments = Assignments() [ <WHERE> where = Expr() ]
    )
    { return new Upsert(target, constraint, targetWhere, assignments, where, positionOf(first)); }
}

SqlNodeList ReturningClause() :
{
    final SqlNodeList items;
}
{
    <RETURNING> items = SelectItems() { return items; }
}

List<Assignment> Assignments() :
{
    final List<Assignment> assignments = new ArrayList<Assignment>();
    Assignment a;
}
{
    a = SetItem() { assignments.add(a); }
    ( <COMMA> a = SetItem() { assignments.add(a); } )*
    { return assignments; }
}

Assignment SetItem() :
{
    final List<SqlIdentifier> columns;
    SqlIdentifier column;
    final SqlNode value;
}
{
    columns = ParenthesizedNames() <EQ> value = ExprOrDefault() { return new Assignment(columns, value); }
|
    column = QualifiedName() <EQ> value = ExprOrDefault() {
        return new Assignment(ImmutableList.of(lastPart(column)), value);
    }
}

Statement UpdateStatement(SqlNodeList with) :
{
    ConflictAction action = ConflictAction.ABORT;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    final List<Assignment> assignments;
    SqlNode from = null, where = null;
    SqlNodeList orderBy = null, returning = null;
    final SqlNode[] limit = {null, null};
    final List<RowLocking> locking = new ArrayList<RowLocking>();
}
{
    <UPDATE> [ <OR> action = OrAction() ]
    [ LOOKAHEAD({ word(1, "ONLY") && nameAhead(2) }) Word("ONLY") ]
    table = QualifiedName() [ <AS> alias = Name() | alias = ImplicitAlias() ] IndexHint()
    <SET> assignments = Assignments()
    [ <FROM> from = FromItems() ]
    [ <WHERE> where = Expr() ]
    [ returning = ReturningClause() ]
    [ orderBy = OrderByClause() ]
    LimitClauses(limit, locking) { requireNoLocking(locking); }
    {
        return new Statement.Update(with, action, table, alias, assignments, from, where, orderBy,
            limit[1], limit[0], returning);
    }
}

Statement DeleteStatement(SqlNodeList with) :
{
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    SqlNode using = null, where = null;
    SqlNodeList orderBy = null, returning = null;
    final SqlNode[] limit = {null, null};
    final List<RowLocking> locking = new ArrayList<RowLocking>();
}
{
    <DELETE> <FROM>
    [ LOOKAHEAD({ word(1, "ONLY") && nameAhead(2) }) Word("ONLY") ]
    table = QualifiedName() [ <AS> alias = Name() | alias = ImplicitAlias() ] IndexHint()
    [ <USING> using = FromItems() ]
    [ <WHERE> where = Expr() ]
    [ returning = ReturningClause() ]
    [ orderBy = OrderByClause() ]
    LimitClauses(limit, locking) { requireNoLocking(locking); }
    {
        return new Statement.Delete(with, table, alias, using, where, orderBy, limit[1], limit[0], returning);
    }
}
