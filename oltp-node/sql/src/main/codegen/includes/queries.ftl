<#-- Queries: WITH, SELECT, VALUES, set operations, ORDER BY and LIMIT. -->

/** A whole query. */
SqlNode QueryExpr() :
{
    SqlNodeList with = null;
    SqlNode query;
}
{
    { enter(); }
    [ with = WithClause() ]
    query = QueryBody(with)
    { leave(); return query; }
}

/** What follows WITH. ORDER BY and LIMIT belong to the whole, so they stand outside the WITH node. */
SqlNode QueryBody(SqlNodeList with) :
{
    SqlNode query;
    SqlNodeList orderBy = null;
    final SqlNode[] limit = {null, null};
    final List<RowLocking> locking = new ArrayList<RowLocking>();
}
{
    query = CompoundQuery()
    { if (with != null) { query = new SqlWith(with.getParserPosition(), with, query); } }
    [ LOOKAHEAD(1) orderBy = OrderByClause() ]
    LimitClauses(limit, locking)
    { return ordered(query, orderBy, limit[0], limit[1], locking); }
}

SqlNodeList WithClause() :
{
    final Token first;
    final List<SqlWithItem> items = new ArrayList<SqlWithItem>();
    SqlWithItem item;
    boolean recursive = false;
}
{
    first = <WITH> [ LOOKAHEAD(1) <RECURSIVE> { recursive = true; } ]
    item = WithItem(recursive) { items.add(item); }
    ( <COMMA> item = WithItem(recursive) { items.add(item); } )*
    { return new SqlNodeList(items, spanFrom(first)); }
}

SqlWithItem WithItem(boolean recursive) :
{
    final SqlIdentifier name;
    List<SqlIdentifier> columns = null;
    final SqlNode query;
}
{
    name = Name() [ columns = ParenthesizedNames() ] <AS>
    [
        LOOKAHEAD({ word(1, "MATERIALIZED") }) Word("MATERIALIZED")
    |
        <NOT> Word("MATERIALIZED")
    ]
    <LPAREN> query = QueryExpr() <RPAREN> {
        return new SqlWithItem(name.getParserPosition(), name,
            columns == null ? null : new SqlNodeList(columns, name.getParserPosition()), query,
            SqlLiteral.createBoolean(recursive, name.getParserPosition()));
    }
}

/** Set operations, all of one precedence and from left to right, as in SQLite. */
SqlNode CompoundQuery() :
{
    SqlNode query, right;
    SqlOperator operator;
    Token op;
}
{
    query = SimpleQuery()
    (
        (
            op = <UNION> { operator = SqlStdOperatorTable.UNION; }
            [ <ALL> { operator = SqlStdOperatorTable.UNION_ALL; } | <DISTINCT> ]
        |
            op = <INTERSECT> { operator = SqlStdOperatorTable.INTERSECT; }
            [ <ALL> { operator = SqlStdOperatorTable.INTERSECT_ALL; } | <DISTINCT> ]
        |
            op = <EXCEPT> { operator = SqlStdOperatorTable.EXCEPT; }
            [ <ALL> { operator = SqlStdOperatorTable.EXCEPT_ALL; } | <DISTINCT> ]
        )
        right = SimpleQuery() { query = call(operator, op, query, right); }
    )*
    { return query; }
}

SqlNode SimpleQuery() :
{
    final SqlNode query;
    final SqlIdentifier table;
}
{
    query = SelectCore() { return query; }
|
    query = ValuesCore() { return query; }
|
    <TABLE> table = QualifiedName() { return selectAllFrom(table); }
|
    <LPAREN> query = QueryExpr() <RPAREN> { return query; }
}

SqlNode ValuesCore() :
{
    final Token first;
    final List<SqlNode> rows = new ArrayList<SqlNode>();
    SqlNode row;
}
{
    first = <VALUES> row = ValuesRow() { rows.add(row); }
    ( <COMMA> row = ValuesRow() { rows.add(row); } )*
    { return SqlStdOperatorTable.VALUES.createCall(spanFrom(first), rows); }
}

SqlNode ValuesRow() :
{
    final Token first;
    final List<SqlNode> values = new ArrayList<SqlNode>();
    SqlNode value;
}
{
    first = <LPAREN> value = ExprOrDefault() { values.add(value); }
    ( <COMMA> value = ExprOrDefault() { values.add(value); } )*
    <RPAREN> { return SqlStdOperatorTable.ROW.createCall(spanFrom(first), values); }
}

SqlNode ExprOrDefault() :
{
    final SqlNode e;
}
{
    <DEFAULT_> { return SqlStdOperatorTable.DEFAULT.createCall(getPos()); }
|
    e = Expr() { return e; }
}

SqlNode SelectCore() :
{
    final Token first;
    SqlNodeList keywords = SqlNodeList.EMPTY;
    final SqlNodeList items;
    SqlNode from = null, where = null, having = null;
    SqlNodeList groupBy = null, distinctOn = null;
    final List<SqlNode> windows = new ArrayList<SqlNode>();
    SqlNode window;
}
{
    first = <SELECT>
    [
        LOOKAHEAD({ getToken(1).kind == DISTINCT && getToken(2).kind == ON })
        <DISTINCT> <ON> <LPAREN> distinctOn = ExprList() <RPAREN>
    |
        <DISTINCT> {
            keywords = new SqlNodeList(
                ImmutableList.of(SqlSelectKeyword.DISTINCT.symbol(getPos())), getPos());
        }
    |
        <ALL>
    ]
    items = SelectItems()
    [ <FROM> from = FromItems() ]
    [ <WHERE> where = Expr() ]
    [ <GROUP> Word("BY") groupBy = ExprList() ]
    [ <HAVING> having = Expr() ]
    [
        <WINDOW> window = NamedWindow() { windows.add(window); }
        ( <COMMA> window = NamedWindow() { windows.add(window); } )*
    ]
    {
        final SqlSelect select = new SqlSelect(spanFrom(first), keywords, items, from, where, groupBy, having,
            windows.isEmpty() ? SqlNodeList.EMPTY : new SqlNodeList(windows, spanFrom(first)),
            null, null, null, null, null);
        return distinctOn == null ? select : distinctOn(select, distinctOn);
    }
}

SqlNodeList SelectItems() :
{
    final List<SqlNode> items = new ArrayList<SqlNode>();
    SqlNode item;
}
{
    item = SelectItem() { items.add(item); }
    ( <COMMA> item = SelectItem() { items.add(item); } )*
    { return new SqlNodeList(items, getPos()); }
}

SqlNode SelectItem() :
{
    final SqlNode e;
    SqlIdentifier alias = null;
    final Token first = getToken(1);
}
{
    <STAR> { return SqlIdentifier.star(getPos()); }
|
    e = ItemExpr(first)
    [
        <AS> ( LOOKAHEAD({ keywordAhead() }) alias = KeywordName() | alias = NameOrString() )
    |
        alias = ImplicitAlias()
    ] {
        return alias == null ? e
            : SqlStdOperatorTable.AS.createCall(SqlParserPos.sum(
                ImmutableList.of(e.getParserPosition(), alias.getParserPosition())), e, alias);
    }
}

/** An expression whose position covers all of its text, which names the result's column. */
SqlNode ItemExpr(Token first) :
{
    final SqlNode e;
}
{
    e = Expr() { return withPosition(e, spanFrom(first)); }
}

/** Commas join like CROSS JOIN, from left to right with all other joins, as in SQLite. */
SqlNode FromItems() :
{
    SqlNode left, right;
    Token op;
}
{
    left = TableReference()
    (
        op = <COMMA> right = TableReference() { left = commaJoin(op, left, right); }
    |
        left = JoinStep(left)
    )*
    { return left; }
}

SqlNode JoinStep(SqlNode left) :
{
    boolean natural = false;
    JoinType type = JoinType.INNER;
    final Token first;
    final SqlNode right;
    SqlNode condition = null;
    List<SqlIdentifier> using = null;
}
{
    { first = getToken(1); }
    [ <NATURAL> { natural = true; } ]
    [
        <CROSS> { type = JoinType.CROSS; }
    |
        <INNER>
    |
        <LEFT> { type = JoinType.LEFT; } [ <OUTER> ]
    |
        <RIGHT> { type = JoinType.RIGHT; } [ <OUTER> ]
    |
        <FULL> { type = JoinType.FULL; } [ <OUTER> ]
    ]
    <JOIN> right = TableReference()
    [
        LOOKAHEAD(1)
        ( <ON> condition = Expr() | <USING> using = ParenthesizedNames() )
    ]
    { return join(first, left, natural, type, right, condition, using); }
}

SqlNode TableReference() :
{
    SqlNode table;
    final SqlIdentifier name;
    boolean lateral = false;
    final Token first;
}
{
    { first = getToken(1); }
    (
        LOOKAHEAD({ lateralAhead() })
        <LATERAL> { lateral = true; }
        table = LateralOperand() {
            table = SqlStdOperatorTable.LATERAL.createCall(spanFrom(first), table);
        }
    |
        LOOKAHEAD({ getToken(1).kind == LPAREN && queryAhead() })
        <LPAREN> table = QueryExpr() <RPAREN>
    |
        <LPAREN> table = FromItems() <RPAREN>
    |
        [ LOOKAHEAD({ word(1, "ONLY") && nameAhead(2) }) Word("ONLY") ]
        name = QualifiedName() { table = name; }
        [ table = FunctionCall(name) { table = tableFunction(table); } table = Ordinality(table) ]
    )
    table = TableAlias(table)
    IndexHint()
    { return table; }
}

SqlNode LateralOperand() :
{
    SqlNode table;
    final SqlIdentifier name;
}
{
    <LPAREN> table = QueryExpr() <RPAREN> { return table; }
|
    name = QualifiedName() table = FunctionCall(name) { table = tableFunction(table); }
    table = Ordinality(table) { return table; }
}

SqlNode Ordinality(SqlNode table) :
{
}
{
    [
        LOOKAHEAD({ getToken(1).kind == WITH && word(2, "ORDINALITY") })
        <WITH> Word("ORDINALITY") { table = withOrdinality(table); }
    ]
    { return table; }
}

SqlNode TableAlias(SqlNode table) :
{
    SqlIdentifier alias = null;
    List<SqlIdentifier> columns = null;
}
{
    [
        ( <AS> alias = NameOrString() | alias = ImplicitAlias() )
        [ LOOKAHEAD({ getToken(1).kind == LPAREN }) columns = AliasColumns() ]
    ]
    { return alias == null ? table : alias(table, alias, columns); }
}

/** Column names of an alias; the types PostgreSQL lets follow them are passed over. */
List<SqlIdentifier> AliasColumns() :
{
    final List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
    SqlIdentifier n;
}
{
    <LPAREN> n = Name() { names.add(n); } [ TypeWords(false) ]
    ( <COMMA> n = Name() { names.add(n); } [ TypeWords(false) ] )*
    <RPAREN> { return names; }
}

/** SQLite's INDEXED BY and NOT INDEXED: read, and left to the planner. */
void IndexHint() :
{
}
{
    [
        LOOKAHEAD({ getToken(1).kind == INDEXED && word(2, "BY") })
        <INDEXED> Word("BY") Name()
    |
        LOOKAHEAD({ getToken(1).kind == NOT && getToken(2).kind == INDEXED })
        <NOT> <INDEXED>
    ]
}

SqlNodeList OrderByClause() :
{
    final Token first;
    final List<SqlNode> items = new ArrayList<SqlNode>();
    SqlNode item;
}
{
    first = <ORDER> Word("BY") item = OrderItem() { items.add(item); }
    ( <COMMA> item = OrderItem() { items.add(item); } )*
    { return new SqlNodeList(items, spanFrom(first)); }
}

SqlNode OrderItem() :
{
    SqlNode e;
    Token op;
}
{
    e = Expr()
    [
        LOOKAHEAD({ word(1, "ASC") }) Word("ASC")
    |
        LOOKAHEAD({ word(1, "DESC") }) op = <IDENTIFIER> { e = call(SqlStdOperatorTable.DESC, op, e); }
    |
        <USING> ( <LT> | op = <GT> { e = call(SqlStdOperatorTable.DESC, op, e); } )
    ]
    [
        LOOKAHEAD({ word(1, "NULLS") })
        op = <IDENTIFIER>
        (
            LOOKAHEAD({ word(1, "FIRST") })
            Word("FIRST") { e = call(SqlStdOperatorTable.NULLS_FIRST, op, e); }
        |
            Word("LAST") { e = call(SqlStdOperatorTable.NULLS_LAST, op, e); }
        )
    ]
    { return e; }
}

/** LIMIT n [OFFSET m], LIMIT m, n, OFFSET and FETCH FIRST, and PostgreSQL's FOR UPDATE. */
void LimitClauses(SqlNode[] offsetFetch, List<RowLocking> locking) :
{
    SqlNode e;
}
{
    (
        LOOKAHEAD(1)
        <LIMIT>
        (
            <ALL>
        |
            e = Expr() { offsetFetch[1] = e; }
            [ <COMMA> e = Expr() { offsetFetch[0] = offsetFetch[1]; offsetFetch[1] = e; } ]
        )
    |
        LOOKAHEAD(1)
        <OFFSET> e = Expr() { offsetFetch[0] = e; }
        [ LOOKAHEAD({ word(1, "ROW") || word(1, "ROWS") }) <IDENTIFIER> ]
    |
        LOOKAHEAD(1)
        <FETCH> ( LOOKAHEAD({ word(1, "FIRST") }) Word("FIRST") | Word("NEXT") )
        { offsetFetch[1] = SqlLiteral.createExactNumeric("1", getPos()); }
        [ LOOKAHEAD({ !word(1, "ROW") && !word(1, "ROWS") }) e = Primary() { offsetFetch[1] = e; } ]
        ( LOOKAHEAD({ word(1, "ROW") }) Word("ROW") | Word("ROWS") ) Word("ONLY")
    |
        LOOKAHEAD({ getToken(1).kind == FOR })
        LockingClause(locking)
    )*
}

/** FOR UPDATE, FOR SHARE and their KEY forms. */
void LockingClause(List<RowLocking> locking) :
{
    final Token first;
    final String words;
    final List<SqlIdentifier> tables = new ArrayList<SqlIdentifier>();
    SqlIdentifier name;
    RowLocking.IfLocked ifLocked = RowLocking.IfLocked.WAIT;
}
{
    first = <FOR>
    [ LOOKAHEAD({ word(1, "NO") }) Word("NO") Word("KEY") ]
    (
        <UPDATE>
    |
        LOOKAHEAD({ word(1, "KEY") }) Word("KEY") Word("SHARE")
    |
        Word("SHARE")
    )
    { words = textFrom(first); }
    [
        LOOKAHEAD({ word(1, "OF") })
        Word("OF") name = QualifiedName() { tables.add(name); }
        ( <COMMA> name = QualifiedName() { tables.add(name); } )*
    ]
    [
        LOOKAHEAD({ word(1, "NOWAIT") }) Word("NOWAIT") { ifLocked = RowLocking.IfLocked.FAIL; }
    |
        LOOKAHEAD({ word(1, "SKIP") }) Word("SKIP") Word("LOCKED") { ifLocked = RowLocking.IfLocked.SKIP; }
    ]
    { locking.add(new RowLocking(spanFrom(first), words, tables, ifLocked)); }
}

SqlNode NamedWindow() :
{
    final SqlIdentifier name;
    final SqlNode window;
}
{
    name = Name() <AS> window = WindowSpec(name) { return window; }
}

SqlNode WindowSpec(SqlIdentifier declaredName) :
{
    final Token first;
    SqlIdentifier base = null;
    SqlNodeList partitionBy = SqlNodeList.EMPTY, orderBy = SqlNodeList.EMPTY;
    final WindowFrame frame;
}
{
    first = <LPAREN>
    [ LOOKAHEAD({ baseWindowAhead() }) base = Name() ]
    [ LOOKAHEAD({ word(1, "PARTITION") }) Word("PARTITION") Word("BY") partitionBy = ExprList() ]
    [ orderBy = OrderByClause() ]
    frame = FrameSpec()
    <RPAREN> { return frame.window(declaredName, base, partitionBy, orderBy, spanFrom(first)); }
}

WindowFrame FrameSpec() :
{
    final Token unit;
    final SqlNode lower;
    SqlNode upper = null;
    SqlLiteral exclude = null;
}
{
    LOOKAHEAD({ word(1, "ROWS") || word(1, "RANGE") || word(1, "GROUPS") })
    unit = <IDENTIFIER>
    (
        <BETWEEN> lower = FrameBound() <AND> upper = FrameBound()
    |
        lower = FrameBound()
    )
    [ LOOKAHEAD({ word(1, "EXCLUDE") }) exclude = FrameExclusion() ]
    {
        return new WindowFrame(
            wordIs(unit, "ROWS") ? WindowFrame.Unit.ROWS
                : wordIs(unit, "GROUPS") ? WindowFrame.Unit.GROUPS : WindowFrame.Unit.RANGE,
            lower, upper, exclude);
    }
|
    { return WindowFrame.NONE; }
}

SqlNode FrameBound() :
{
    final SqlNode e;
}
{
    LOOKAHEAD({ word(1, "UNBOUNDED") })
    Word("UNBOUNDED")
    (
        LOOKAHEAD({ word(1, "PRECEDING") })
        Word("PRECEDING") { return SqlWindow.createUnboundedPreceding(getPos()); }
    |
        Word("FOLLOWING") { return SqlWindow.createUnboundedFollowing(getPos()); }
    )
|
    LOOKAHEAD({ word(1, "CURRENT") && word(2, "ROW") })
    Word("CURRENT") Word("ROW") { return SqlWindow.createCurrentRow(getPos()); }
|
    e = Expr()
    (
        LOOKAHEAD({ word(1, "PRECEDING") })
        Word("PRECEDING") { return SqlWindow.createPreceding(e, getPos()); }
    |
        Word("FOLLOWING") { return SqlWindow.createFollowing(e, getPos()); }
    )
}

SqlLiteral FrameExclusion() :
{
}
{
    Word("EXCLUDE")
    (
        LOOKAHEAD({ word(1, "NO") })
        Word("NO") Word("OTHERS") { return SqlWindow.createExcludeNoOthers(getPos()); }
    |
        LOOKAHEAD({ word(1, "CURRENT") })
        Word("CURRENT") Word("ROW") { return SqlWindow.createExcludeCurrentRow(getPos()); }
    |
        <GROUP> { return SqlWindow.createExcludeGroup(getPos()); }
    |
        Word("TIES") { return SqlWindow.createExcludeTies(getPos()); }
    )
}
