<#-- Expressions, one production for each level of SQLite's operator precedence. -->

/** Any expression: the loosest level, OR. */
SqlNode Expr() :
{
    SqlNode e, right;
    Token op;
}
{
    { enter(); }
    e = AndExpr()
    ( op = <OR> right = AndExpr() { e = call(SqlStdOperatorTable.OR, op, e, right); } )*
    { leave(); return e; }
}

SqlNode AndExpr() :
{
    SqlNode e, right;
    Token op;
}
{
    e = NotExpr()
    ( op = <AND> right = NotExpr() { e = call(SqlStdOperatorTable.AND, op, e, right); } )*
    { return e; }
}

SqlNode NotExpr() :
{
    final SqlNode e;
    final Token op;
}
{
    op = <NOT> { enter(); } e = NotExpr() { leave(); return call(SqlStdOperatorTable.NOT, op, e); }
|
    e = EqualityExpr() { return e; }
}

/** = == != <> IS IN LIKE GLOB REGEXP MATCH BETWEEN ISNULL and their negations. */
SqlNode EqualityExpr() :
{
    SqlNode e, right, right2;
    Token op;
    boolean not;
}
{
    e = ComparisonExpr()
    (
        LOOKAHEAD({ equalityAhead() })
        (
            op = <EQ> e = ComparisonRest(e, op, SqlStdOperatorTable.EQUALS)
        |
            ( op = <NE> | op = <NE2> ) e = ComparisonRest(e, op, SqlStdOperatorTable.NOT_EQUALS)
        |
            e = IsPredicate(e)
        |
            op = <ISNULL> { e = call(SqlStdOperatorTable.IS_NULL, op, e); }
        |
            op = <NOTNULL> { e = call(SqlStdOperatorTable.IS_NOT_NULL, op, e); }
        |
            ( op = <TILDE> | op = <TILDE_STAR> | op = <NOT_TILDE> | op = <NOT_TILDE_STAR> )
            right = ComparisonExpr() { e = call(SqlOperators.regex(op.image), op, e, right); }
        |
            LOOKAHEAD(2)
            op = <NOT> <NULL> { e = call(SqlStdOperatorTable.IS_NOT_NULL, op, e); }
        |
            { not = false; }
            [ <NOT> { not = true; } ]
            (
                op = <IN> e = InPredicate(e, op, not)
            |
                op = <BETWEEN> right = ComparisonExpr() <AND> right2 = ComparisonExpr() {
                    e = call(not ? SqlStdOperatorTable.NOT_BETWEEN : SqlStdOperatorTable.BETWEEN,
                        op, e, right, right2);
                }
            |
                ( op = <LIKE> | op = <ILIKE> | op = <GLOB> | op = <REGEXP> | op = <MATCH> )
                right = ComparisonExpr() { right2 = null; }
                [ LOOKAHEAD(1) <ESCAPE> right2 = ComparisonExpr() ]
                { e = pattern(op, not, e, right, right2); }
            )
        )
    )*
    { return e; }
}

/** What follows IS, which in SQLite compares any two operands, NULL included. */
SqlNode IsPredicate(SqlNode left) :
{
    final Token op;
    boolean not = false;
    final SqlNode right;
}
{
    op = <IS> [ LOOKAHEAD(1) <NOT> { not = true; } ]
    (
        LOOKAHEAD(1)
        <NULL> {
            return call(not ? SqlStdOperatorTable.IS_NOT_NULL : SqlStdOperatorTable.IS_NULL, op, left);
        }
    |
        <DISTINCT> <FROM> right = ComparisonExpr() {
            return call(not
                ? SqlStdOperatorTable.IS_NOT_DISTINCT_FROM : SqlStdOperatorTable.IS_DISTINCT_FROM,
                op, left, right);
        }
    |
        LOOKAHEAD(1)
        <TRUE> {
            return call(not ? SqlStdOperatorTable.IS_NOT_TRUE : SqlStdOperatorTable.IS_TRUE, op, left);
        }
    |
        LOOKAHEAD(1)
        <FALSE> {
            return call(not ? SqlStdOperatorTable.IS_NOT_FALSE : SqlStdOperatorTable.IS_FALSE, op, left);
        }
    |
        LOOKAHEAD({ word(1, "UNKNOWN") })
        Word("UNKNOWN") {
            return call(not ? SqlStdOperatorTable.IS_NOT_NULL : SqlStdOperatorTable.IS_NULL, op, left);
        }
    |
        right = ComparisonExpr() {
            return call(not
                ? SqlStdOperatorTable.IS_DISTINCT_FROM : SqlStdOperatorTable.IS_NOT_DISTINCT_FROM,
                op, left, right);
        }
    )
}

/** IN (list), IN (), IN (query), IN table, IN table_function(...). */
SqlNode InPredicate(SqlNode left, Token op, boolean not) :
{
    SqlNode right;
    final SqlNodeList list;
    final SqlIdentifier table;
}
{
    (
        LOOKAHEAD({ getToken(1).kind == LPAREN && queryAhead() })
        <LPAREN> right = QueryExpr() <RPAREN>
    |
        LOOKAHEAD(2)
        <LPAREN> <RPAREN> { right = new SqlNodeList(positionOf(op)); }
    |
        <LPAREN> list = ExprList() <RPAREN> { right = list; }
    |
        table = QualifiedName() { right = table; }
        [ right = FunctionCall(table) ]
        { right = selectAllFrom(right); }
    )
    { return call(not ? SqlStdOperatorTable.NOT_IN : SqlStdOperatorTable.IN, op, left, right); }
}

/** The right side of a comparison: an operand, or ANY/SOME/ALL of a query or array. */
SqlNode ComparisonRest(SqlNode left, Token op, SqlBinaryOperator operator) :
{
    final SqlNode right;
}
{
    LOOKAHEAD({ quantifierAhead() })
    right = Quantified(left, op, operator) { return right; }
|
    right = ComparisonExpr() { return call(operator, op, left, right); }
}

/** Comparison with ANY/SOME/ALL of a query or array. */
SqlNode Quantified(SqlNode left, Token op, SqlOperator operator) :
{
    final SqlNode right;
    final boolean all;
}
{
    ( <ALL> { all = true; } | <IDENTIFIER> { all = false; } )
    right = QuantifiedOperand() {
        return call(all
            ? SqlStdOperatorTable.all(operator.getKind()) : SqlStdOperatorTable.some(operator.getKind()),
            op, left, right);
    }
}

SqlNode QuantifiedOperand() :
{
    final SqlNode e;
}
{
    LOOKAHEAD({ queryAhead() })
    <LPAREN> e = QueryExpr() <RPAREN> { return e; }
|
    <LPAREN> e = Expr() <RPAREN> { return new SqlNodeList(ImmutableList.of(e), e.getParserPosition()); }
}

/** < <= > >= */
SqlNode ComparisonExpr() :
{
    SqlNode e;
    Token op;
}
{
    e = BitExpr()
    (
        op = <LT> e = InequalityRest(e, op, SqlStdOperatorTable.LESS_THAN)
    |
        op = <LE> e = InequalityRest(e, op, SqlStdOperatorTable.LESS_THAN_OR_EQUAL)
    |
        op = <GT> e = InequalityRest(e, op, SqlStdOperatorTable.GREATER_THAN)
    |
        op = <GE> e = InequalityRest(e, op, SqlStdOperatorTable.GREATER_THAN_OR_EQUAL)
    )*
    { return e; }
}

SqlNode InequalityRest(SqlNode left, Token op, SqlBinaryOperator operator) :
{
    final SqlNode right;
}
{
    LOOKAHEAD({ quantifierAhead() })
    right = Quantified(left, op, operator) { return right; }
|
    right = BitExpr() { return call(operator, op, left, right); }
}

/** Bits, and PostgreSQL's containment and overlap. */
SqlNode BitExpr() :
{
    SqlNode e, right;
    Token op;
}
{
    e = AddExpr()
    (
        (
            op = <AMPERSAND> | op = <VERTICAL_BAR> | op = <LEFTSHIFT> | op = <RIGHTSHIFT>
        |
            op = <CONTAINS_OP> | op = <CONTAINED_OP> | op = <OVERLAPS_OP>
        )
        right = AddExpr() { e = call(SqlOperators.bitwise(op.image), op, e, right); }
    )*
    { return e; }
}

SqlNode AddExpr() :
{
    SqlNode e, right;
    Token op;
}
{
    e = MultiplyExpr()
    (
        op = <PLUS> right = MultiplyExpr() { e = call(SqlStdOperatorTable.PLUS, op, e, right); }
    |
        op = <MINUS> right = MultiplyExpr() { e = call(SqlStdOperatorTable.MINUS, op, e, right); }
    )*
    { return e; }
}

SqlNode MultiplyExpr() :
{
    SqlNode e, right;
    Token op;
}
{
    e = ConcatExpr()
    (
        op = <STAR> right = ConcatExpr() { e = call(SqlStdOperatorTable.MULTIPLY, op, e, right); }
    |
        op = <SLASH> right = ConcatExpr() { e = call(SqlStdOperatorTable.DIVIDE, op, e, right); }
    |
        op = <PERCENT_REMAINDER> right = ConcatExpr() {
            e = call(SqlStdOperatorTable.PERCENT_REMAINDER, op, e, right);
        }
    )*
    { return e; }
}

/** Concatenation, JSON's arrows and PostgreSQL's OPERATOR(schema.op). */
SqlNode ConcatExpr() :
{
    SqlNode e, right;
    Token op;
    SqlOperator operator;
}
{
    e = UnaryExpr()
    (
        op = <CONCAT> right = UnaryExpr() { e = call(SqlStdOperatorTable.CONCAT, op, e, right); }
    |
        op = <LAMBDA> right = UnaryExpr() { e = call(SqlOperators.JSON_ARROW, op, e, right); }
    |
        op = <ARROW_TEXT> right = UnaryExpr() { e = call(SqlOperators.JSON_ARROW_TEXT, op, e, right); }
    |
        ( op = <PATH_ARROW> | op = <PATH_ARROW_TEXT> )
        right = UnaryExpr() { e = call(SqlOperators.jsonPath(op.image), op, e, right); }
    |
        LOOKAHEAD({ word(1, "OPERATOR") && getToken(2).kind == LPAREN })
        <IDENTIFIER> <LPAREN> ( LOOKAHEAD(2) Name() <DOT> )*
        {
            op = token_source_next();
            operator = SqlOperators.named(op.image, positionOf(op));
        }
        <RPAREN>
        (
            LOOKAHEAD({ quantifierAhead() && SqlKind.COMPARISON.contains(operator.getKind()) })
            e = Quantified(e, op, operator)
        |
            right = UnaryExpr() { e = call(operator, op, e, right); }
        )
    )*
    { return e; }
}

/** The next token, whatever it is. */
JAVACODE
Token token_source_next() {
    return getNextToken();
}

SqlNode UnaryExpr() :
{
    final SqlNode e;
    final Token op;
}
{
    op = <MINUS> { enter(); } e = UnaryExpr() { leave(); return negate(op, e); }
|
    op = <PLUS> { enter(); } e = UnaryExpr() { leave(); return call(SqlStdOperatorTable.UNARY_PLUS, op, e); }
|
    op = <TILDE> { enter(); } e = UnaryExpr() { leave(); return call(SqlOperators.BIT_NOT, op, e); }
|
    e = PostfixExpr() { return e; }
}

/** COLLATE, ::, array subscripts and AT TIME ZONE bind tightest. */
SqlNode PostfixExpr() :
{
    SqlNode e, right;
    SqlIdentifier collation;
    DeclaredType type;
    Token op;
}
{
    e = Primary()
    (
        LOOKAHEAD(1)
        (
        op = <COLLATE> collation = QualifiedName() { e = call(SqlOperators.COLLATE, op, e, collation); }
    |
        op = <CAST_OPERATOR> type = TypeWords(false) {
            e = call(SqlStdOperatorTable.CAST, op, e, type.toSpec(spanFrom(op)));
        }
    |
        op = <LBRACKET> right = Expr() <RBRACKET> { e = call(SqlStdOperatorTable.ITEM, op, e, right); }
        )
    |
        LOOKAHEAD({ word(1, "AT") && word(2, "TIME") && word(3, "ZONE") })
        op = <IDENTIFIER> Word("TIME") Word("ZONE") right = ZoneName() {
            e = call(SqlOperators.AT_TIME_ZONE, op, e, right);
        }
    )*
    { return e; }
}

SqlNode ZoneName() :
{
    SqlNode e;
    DeclaredType type;
    Token op;
}
{
    e = Primary()
    ( LOOKAHEAD(1) op = <CAST_OPERATOR> type = TypeWords(false) {
        e = call(SqlStdOperatorTable.CAST, op, e, type.toSpec(spanFrom(op)));
    } )*
    { return e; }
}

SqlNode Primary() :
{
    SqlNode e;
    final Token t;
}
{
    e = ConstantLiteral() { return e; }
|
    t = <HOOK> { return parameter(t); }
|
    e = ParenthesizedPrimary() { return e; }
|
    t = <EXISTS> <LPAREN> e = QueryExpr() <RPAREN> { return call(SqlStdOperatorTable.EXISTS, t, e); }
|
    e = CaseExpr() { return e; }
|
    LOOKAHEAD({ getToken(1).kind == CAST && getToken(2).kind == LPAREN })
    e = CastExpr() { return e; }
|
    LOOKAHEAD({ specialFunctionAhead() })
    e = SpecialFunction() { return e; }
|
    LOOKAHEAD({ word(1, "ARRAY") && (getToken(2).kind == LBRACKET || getToken(2).kind == LPAREN) })
    e = ArrayExpr() { return e; }
|
    LOOKAHEAD({ word(1, "ROW") && getToken(2).kind == LPAREN })
    e = RowExpr() { return e; }
|
    LOOKAHEAD({ typedLiteralAhead() })
    e = TypedLiteral() { return e; }
|
    e = ColumnOrFunction() { return e; }
}

SqlNode ConstantLiteral() :
{
    final Token t;
}
{
    t = <UNSIGNED_INTEGER_LITERAL> { return integer(t); }
|
    t = <DECIMAL_NUMERIC_LITERAL> { return SqlLiteral.createExactNumeric(t.image, positionOf(t)); }
|
    t = <APPROX_NUMERIC_LITERAL> { return SqlLiteral.createApproxNumeric(t.image, positionOf(t)); }
|
    t = <QUOTED_STRING> { return SqlLiteral.createCharString(unquote(t), positionOf(t)); }
|
    t = <BINARY_STRING_LITERAL> { return blob(t); }
|
    <NULL> { return SqlLiteral.createNull(getPos()); }
|
    <TRUE> { return SqlLiteral.createBoolean(true, getPos()); }
|
    <FALSE> { return SqlLiteral.createBoolean(false, getPos()); }
}

/** (query), (expression) or (row, value). */
SqlNode ParenthesizedPrimary() :
{
    final SqlNode e;
    final SqlNodeList list;
    final Token open;
}
{
    LOOKAHEAD({ queryAhead() })
    <LPAREN> e = QueryExpr() <RPAREN> { return e; }
|
    open = <LPAREN> list = ExprList() <RPAREN> {
        return list.size() == 1 ? list.get(0) : SqlStdOperatorTable.ROW.createCall(spanFrom(open), list.getList());
    }
}

SqlNode RowExpr() :
{
    SqlNodeList list = SqlNodeList.EMPTY;
    final Token open;
}
{
    open = <IDENTIFIER> <LPAREN> [ list = ExprList() ] <RPAREN> {
        return SqlStdOperatorTable.ROW.createCall(spanFrom(open), list.getList());
    }
}

SqlNode ArrayExpr() :
{
    SqlNodeList list = SqlNodeList.EMPTY;
    final SqlNode query;
    final Token open;
}
{
    open = <IDENTIFIER>
    (
        <LBRACKET> [ list = ExprList() ] <RBRACKET> {
            return SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR.createCall(spanFrom(open), list.getList());
        }
    |
        <LPAREN> query = QueryExpr() <RPAREN> {
            return SqlStdOperatorTable.ARRAY_QUERY.createCall(spanFrom(open), query);
        }
    )
}

/** {@code DATE '2026-01-31'}: a cast of the text. */
SqlNode TypedLiteral() :
{
    final DeclaredType type;
    final Token t;
    final Token first;
}
{
    { first = getToken(1); }
    type = TypeWords(false) t = <QUOTED_STRING> {
        return SqlStdOperatorTable.CAST.createCall(spanFrom(first),
            SqlLiteral.createCharString(unquote(t), positionOf(t)), type.toSpec(positionOf(first)));
    }
}

SqlNode CaseExpr() :
{
    final Token first;
    SqlNode operand = null;
    SqlNode e, orElse = null;
    final SqlNodeList whens = new SqlNodeList(SqlParserPos.ZERO);
    final SqlNodeList thens = new SqlNodeList(SqlParserPos.ZERO);
}
{
    first = <CASE> { enterCase(); }
    [ LOOKAHEAD({ getToken(1).kind != WHEN }) operand = Expr() ]
    (
        <WHEN> e = Expr() { whens.add(e); }
        <THEN> e = Expr() { thens.add(e); }
    )+
    [ <ELSE> orElse = Expr() ]
    <END> {
        leaveCase();
        return SqlCase.createSwitched(spanFrom(first), operand, whens, thens, orElse);
    }
}

SqlNode CastExpr() :
{
    final Token first;
    final SqlNode e;
    final DeclaredType type;
}
{
    first = <CAST> <LPAREN> e = Expr() <AS> type = TypeWords(true) <RPAREN> {
        return SqlStdOperatorTable.CAST.createCall(spanFrom(first), e, type.toSpec(spanFrom(first)));
    }
}

/** EXTRACT, SUBSTRING, TRIM, POSITION and OVERLAY with keywords between their arguments. */
SqlNode SpecialFunction() :
{
    final Token first;
    final Token unit;
    SqlNode a, b = null, c = null;
    String function;
}
{
    first = <IDENTIFIER> <LPAREN>
    (
        LOOKAHEAD({ wordIs(first, "EXTRACT") })
        ( unit = <IDENTIFIER> | unit = <QUOTED_STRING> ) <FROM> a = Expr() <RPAREN> {
            return function("EXTRACT", first,
                SqlLiteral.createCharString(unquote(unit), positionOf(unit)), a);
        }
    |
        LOOKAHEAD({ wordIs(first, "TRIM") })
        { function = "TRIM"; a = null; }
        [
            LOOKAHEAD({ trimSideAhead() })
            unit = <IDENTIFIER> { function = trimFunction(unit); }
        ]
        [ LOOKAHEAD({ getToken(1).kind != FROM }) a = Expr() ]
        [ <FROM> b = Expr() ]
        [ <COMMA> c = Expr() ]
        <RPAREN> { return trim(function, first, a, b, c); }
    |
        LOOKAHEAD({ wordIs(first, "POSITION") })
        a = BitExpr() <IN> b = Expr() <RPAREN> { return function("STRPOS", first, b, a); }
    |
        LOOKAHEAD({ wordIs(first, "OVERLAY") })
        { SqlNode d = null; }
        a = Expr() Word("PLACING") b = Expr() <FROM> c = Expr() [ <FOR> d = Expr() ] <RPAREN> {
            return d == null ? function("OVERLAY", first, a, b, c) : function("OVERLAY", first, a, b, c, d);
        }
    |
        a = Expr() [ <FROM> b = Expr() ] [ <FOR> c = Expr() ] <RPAREN> {
            if (b == null) {
                b = SqlLiteral.createExactNumeric("1", positionOf(first));
            }
            return c == null ? function("SUBSTR", first, a, b) : function("SUBSTR", first, a, b, c);
        }
    )
}

/** {@code a}, {@code t.a}, {@code t.*}, {@code f(...)}. */
SqlNode ColumnOrFunction() :
{
    final List<SqlIdentifier> parts = new ArrayList<SqlIdentifier>();
    SqlIdentifier part;
    boolean star = false;
    final SqlNode function;
    final SqlIdentifier whole;
}
{
    { rejectEndInsideCase(); }
    part = Name() { parts.add(part); }
    (
        LOOKAHEAD({ getToken(1).kind == DOT && getToken(2).kind != STAR })
        <DOT> part = NameOrString() { parts.add(part); }
    )*
    [ LOOKAHEAD({ getToken(1).kind == DOT }) <DOT> <STAR> { star = true; } ]
    { whole = compound(parts, star); }
    [ function = FunctionCall(whole) { return function; } ]
    { return whole; }
}

/** Arguments and what may follow them: FILTER and OVER. */
SqlNode FunctionCall(SqlIdentifier name) :
{
    SqlNodeList args = SqlNodeList.EMPTY;
    SqlLiteral quantifier = null;
    SqlNodeList orderBy = null;
    SqlNode call, e;
    Token t;
}
{
    <LPAREN>
    (
        <STAR> { args = new SqlNodeList(ImmutableList.of(SqlIdentifier.star(getPos())), getPos()); }
    |
        [
            <DISTINCT> { quantifier = SqlSelectKeyword.DISTINCT.symbol(getPos()); }
        |
            <ALL>
        ]
        [
            LOOKAHEAD({ getToken(1).kind != RPAREN && getToken(1).kind != ORDER })
            args = FunctionArguments()
        ]
        [ LOOKAHEAD(1) orderBy = OrderByClause() ]
    )
    <RPAREN> {
        call = createCall(name, spanFrom(name), SqlFunctionCategory.USER_DEFINED_FUNCTION, quantifier, args);
        if (orderBy != null) {
            call = SqlStdOperatorTable.WITHIN_GROUP.createCall(spanFrom(name), call, orderBy);
        }
    }
    [
        LOOKAHEAD({ word(1, "WITHIN") && getToken(2).kind == GROUP })
        Word("WITHIN") <GROUP> <LPAREN> orderBy = OrderByClause() <RPAREN> {
            call = SqlStdOperatorTable.WITHIN_GROUP.createCall(spanFrom(name), call, orderBy);
        }
    ]
    [
        LOOKAHEAD({ word(1, "FILTER") && getToken(2).kind == LPAREN })
        t = <IDENTIFIER> <LPAREN> <WHERE> e = Expr() <RPAREN> {
            call = SqlStdOperatorTable.FILTER.createCall(spanFrom(name), call, e);
        }
    ]
    [
        LOOKAHEAD({ word(1, "OVER") })
        Word("OVER") ( e = WindowSpec(null) | e = Name() ) {
            call = SqlStdOperatorTable.OVER.createCall(spanFrom(name), call, e);
        }
    ]
    { return call; }
}

/** Arguments; a query may stand as the only one, and PostgreSQL's VARIADIC is passed over. */
SqlNodeList FunctionArguments() :
{
    final SqlNodeList list;
    final SqlNode query;
}
{
    LOOKAHEAD({ bareQueryAhead() })
    query = QueryExpr() { return new SqlNodeList(ImmutableList.of(query), query.getParserPosition()); }
|
    [ LOOKAHEAD({ word(1, "VARIADIC") }) Word("VARIADIC") ]
    list = ExprList() { return list; }
}

SqlNodeList ExprList() :
{
    final List<SqlNode> list = new ArrayList<SqlNode>();
    SqlNode e;
}
{
    e = Expr() { list.add(e); }
    ( <COMMA> e = Expr() { list.add(e); } )*
    { return new SqlNodeList(list, list.get(0).getParserPosition()); }
}
