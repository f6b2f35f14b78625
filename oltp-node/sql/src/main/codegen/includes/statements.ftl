<#-- The statement as a whole, transactions, settings and what else is no query, DML or DDL. -->

Statement StatementEof() :
{
    final Statement s;
}
{
    s = AnyStatement() ( <SEMICOLON> )* <EOF> { return s; }
}

SqlNode QueryEof() :
{
    final SqlNode q;
}
{
    q = QueryExpr() ( <SEMICOLON> )* <EOF> { return q; }
}

SqlNode ExprEof() :
{
    final SqlNode e;
}
{
    e = Expr() <EOF> { return e; }
}

DeclaredType TypeEof() :
{
    final DeclaredType type;
}
{
    type = TypeWords(true) <EOF> { return type; }
}

Statement AnyStatement() :
{
    final Statement s;
    final SqlNode q;
}
{
    LOOKAHEAD({ getToken(1).kind == WITH })
    s = StatementWithCtes() { return s; }
|
    LOOKAHEAD({ queryStart() })
    q = QueryExpr() { return new Statement.Query(q); }
|
    LOOKAHEAD({ getToken(1).kind == INSERT || word(1, "REPLACE") })
    s = InsertStatement(null) { return s; }
|
    s = UpdateStatement(null) { return s; }
|
    s = DeleteStatement(null) { return s; }
|
    s = CreateStatement() { return s; }
|
    s = DropStatement() { return s; }
|
    s = AlterStatement() { return s; }
|
    s = SetStatement() { return s; }
|
    s = WordStatement() { return s; }
}

/** WITH in front of a query or of DML. */
Statement StatementWithCtes() :
{
    final SqlNodeList with;
    final Statement s;
    final SqlNode q;
}
{
    with = WithClause()
    (
        LOOKAHEAD({ getToken(1).kind == INSERT || word(1, "REPLACE") })
        s = InsertStatement(with) { return s; }
    |
        s = UpdateStatement(with) { return s; }
    |
        s = DeleteStatement(with) { return s; }
    |
        q = QueryBody(with) { return new Statement.Query(q); }
    )
}

/** Statements that begin with a word that is no token of its own. */
Statement WordStatement() :
{
    final Statement s;
}
{
    LOOKAHEAD({ word(1, "BEGIN") || word(1, "START") }) s = BeginStatement() { return s; }
|
    LOOKAHEAD({ word(1, "COMMIT") || getToken(1).kind == END }) s = CommitStatement() { return s; }
|
    LOOKAHEAD({ word(1, "ROLLBACK") || word(1, "ABORT") }) s = RollbackStatement() { return s; }
|
    LOOKAHEAD({ word(1, "SAVEPOINT") }) s = SavepointStatement() { return s; }
|
    LOOKAHEAD({ word(1, "RELEASE") }) s = ReleaseStatement() { return s; }
|
    LOOKAHEAD({ word(1, "PRAGMA") }) s = PragmaStatement() { return s; }
|
    LOOKAHEAD({ word(1, "EXPLAIN") }) s = ExplainStatement() { return s; }
|
    LOOKAHEAD({ word(1, "TRUNCATE") }) s = TruncateStatement() { return s; }
|
    LOOKAHEAD({ word(1, "SHOW") }) s = ShowStatement() { return s; }
|
    LOOKAHEAD({ word(1, "RESET") }) s = ResetStatement() { return s; }
|
    LOOKAHEAD({ word(1, "COPY") }) s = CopyStatement() { return s; }
|
    LOOKAHEAD({ word(1, "COMMENT") }) s = CommentStatement() { return s; }
|
    LOOKAHEAD({ word(1, "ANALYZE") || word(1, "ANALYSE") }) s = AnalyzeStatement() { return s; }
|
    LOOKAHEAD({ word(1, "REINDEX") }) s = ReindexStatement() { return s; }
|
    LOOKAHEAD({ word(1, "LISTEN") }) s = ListenStatement() { return s; }
|
    LOOKAHEAD({ word(1, "UNLISTEN") }) s = UnlistenStatement() { return s; }
|
    LOOKAHEAD({ word(1, "NOTIFY") }) s = NotifyStatement() { return s; }
|
    LOOKAHEAD({ ignoredStatement() != null }) s = IgnoredStatement() { return s; }
|
    <IDENTIFIER> { throw unknownStatement(getToken(0)); }
}

Statement BeginStatement() :
{
    final TransactionModes modes = new TransactionModes();
}
{
    (
        LOOKAHEAD({ word(1, "START") })
        Word("START") Word("TRANSACTION")
    |
        Word("BEGIN")
        [
            LOOKAHEAD({ word(1, "DEFERRED") || word(1, "IMMEDIATE") || word(1, "EXCLUSIVE") })
            <IDENTIFIER> { modes.immediate = !wordIs(getToken(0), "DEFERRED"); }
        ]
        [ LOOKAHEAD({ word(1, "TRANSACTION") || word(1, "WORK") }) <IDENTIFIER> ]
    )
    Modes(modes)
    { return new Statement.Begin(modes); }
}

void Modes(TransactionModes modes) :
{
}
{
    (
        LOOKAHEAD({ word(1, "ISOLATION") })
        Word("ISOLATION") Word("LEVEL")
        (
            LOOKAHEAD({ word(1, "SERIALIZABLE") })
            Word("SERIALIZABLE") { modes.isolation = IsolationLevel.SERIALIZABLE; }
        |
            LOOKAHEAD({ word(1, "REPEATABLE") })
            Word("REPEATABLE") Word("READ") { modes.isolation = IsolationLevel.SNAPSHOT; }
        |
            LOOKAHEAD({ word(1, "SNAPSHOT") })
            Word("SNAPSHOT") { modes.isolation = IsolationLevel.SNAPSHOT; }
        |
            Word("READ") ( LOOKAHEAD({ word(1, "COMMITTED") }) Word("COMMITTED") | Word("UNCOMMITTED") )
            { modes.isolation = IsolationLevel.READ_COMMITTED; }
        )
    |
        LOOKAHEAD({ word(1, "READ") })
        Word("READ")
        (
            LOOKAHEAD({ word(1, "ONLY") }) Word("ONLY") { modes.readOnly = Boolean.TRUE; }
        |
            Word("WRITE") { modes.readOnly = Boolean.FALSE; }
        )
    |
        LOOKAHEAD({ word(1, "DEFERRABLE") }) Word("DEFERRABLE")
    |
        LOOKAHEAD({ getToken(1).kind == NOT }) <NOT> Word("DEFERRABLE")
    |
        <COMMA>
    )*
}

Statement CommitStatement() :
{
}
{
    ( <END> | Word("COMMIT") )
    [ LOOKAHEAD({ word(1, "TRANSACTION") || word(1, "WORK") }) <IDENTIFIER> ]
    NoChain()
    { return new Statement.Commit(); }
}

void NoChain() :
{
}
{
    [ <AND> Word("NO") Word("CHAIN") ]
}

Statement RollbackStatement() :
{
    SqlIdentifier savepoint = null;
}
{
    <IDENTIFIER> [ LOOKAHEAD({ word(1, "TRANSACTION") || word(1, "WORK") }) <IDENTIFIER> ]
    NoChain()
    [
        LOOKAHEAD({ word(1, "TO") })
        Word("TO") [ LOOKAHEAD({ word(1, "SAVEPOINT") && nameAhead(2) }) Word("SAVEPOINT") ] savepoint = NameOrString()
    ]
    { return new Statement.Rollback(savepoint); }
}

Statement SavepointStatement() :
{
    final SqlIdentifier name;
}
{
    Word("SAVEPOINT") name = NameOrString() { return new Statement.Savepoint(name); }
}

Statement ReleaseStatement() :
{
    final SqlIdentifier name;
}
{
    Word("RELEASE") [ LOOKAHEAD({ word(1, "SAVEPOINT") && nameAhead(2) }) Word("SAVEPOINT") ]
    name = NameOrString() { return new Statement.Release(name); }
}

Statement PragmaStatement() :
{
    final SqlIdentifier name;
    String value = null;
}
{
    Word("PRAGMA") name = QualifiedName()
    [
        <EQ> value = PragmaValue()
    |
        <LPAREN> value = PragmaValue() <RPAREN>
    ]
    { return new Statement.Pragma(name, value); }
}

String PragmaValue() :
{
    final Token t;
    final SqlIdentifier n;
}
{
    { t = getToken(1); }
    [ <PLUS> | <MINUS> ] ( <UNSIGNED_INTEGER_LITERAL> | <DECIMAL_NUMERIC_LITERAL> | <APPROX_NUMERIC_LITERAL> )
    { return textFrom(t); }
|
    <QUOTED_STRING> { return unquote(getToken(0)); }
|
    ( <ON> | <TRUE> | <FALSE> | <DELETE> | <NULL> | <DEFAULT_> ) { return getToken(0).image; }
|
    n = Name() { return n.getSimple(); }
}

/** EXPLAIN, EXPLAIN QUERY PLAN, EXPLAIN ANALYZE, EXPLAIN (ANALYZE, ...). */
Statement ExplainStatement() :
{
    boolean analyze = false;
    final Statement s;
}
{
    Word("EXPLAIN")
    [
        LOOKAHEAD({ word(1, "QUERY") && word(2, "PLAN") }) Word("QUERY") Word("PLAN")
    |
        LOOKAHEAD({ explainOptionsAhead() })
        <LPAREN> analyze = ExplainOption() ( <COMMA> { boolean a; } a = ExplainOption() { analyze |= a; } )* <RPAREN>
    |
        LOOKAHEAD({ word(1, "ANALYZE") || word(1, "VERBOSE") })
        ( LOOKAHEAD({ word(1, "ANALYZE") || word(1, "VERBOSE") })
            <IDENTIFIER> { analyze |= wordIs(getToken(0), "ANALYZE"); } )+
    ]
    s = AnyStatement() { return new Statement.Explain(analyze, s); }
}

boolean ExplainOption() :
{
    final Token t;
    boolean on = true;
}
{
    t = <IDENTIFIER>
    [ <ON> | <TRUE> | <FALSE> { on = false; } | <IDENTIFIER> { on = !wordIs(getToken(0), "OFF"); } ]
    { return on && wordIs(t, "ANALYZE"); }
}

Statement SetStatement() :
{
    boolean local = false;
    boolean session = false;
    final SqlIdentifier name;
    final TransactionModes modes = new TransactionModes();
    List<String> values = new ArrayList<String>();
    String value;
}
{
    <SET>
    [
        LOOKAHEAD({ (word(1, "LOCAL") || word(1, "SESSION")) && getToken(2).kind != EQ && !word(2, "TO") })
        <IDENTIFIER> { local = wordIs(getToken(0), "LOCAL"); session = !local; }
    ]
    (
        LOOKAHEAD({ word(1, "TRANSACTION") })
        Word("TRANSACTION")
        [
            LOOKAHEAD({ word(1, "SNAPSHOT") })
            Word("SNAPSHOT") { unsupported(getToken(0), "SET TRANSACTION SNAPSHOT"); }
        ]
        Modes(modes) { return new Statement.SetTransaction(modes, false); }
    |
        LOOKAHEAD({ session && word(1, "CHARACTERISTICS") })
        Word("CHARACTERISTICS") <AS> Word("TRANSACTION") Modes(modes) {
            return new Statement.SetTransaction(modes, true);
        }
    |
        LOOKAHEAD({ word(1, "TIME") && word(2, "ZONE") })
        Word("TIME") Word("ZONE")
        [
            LOOKAHEAD({ word(1, "INTERVAL") && getToken(2).kind == QUOTED_STRING })
            Word("INTERVAL") <QUOTED_STRING> { values.add(unquote(getToken(0))); }
            [ LOOKAHEAD({ word(1, "HOUR") }) Word("HOUR") Word("TO") Word("MINUTE") ]
            { return new Statement.Set("timezone", values, local); }
        ]
        ( <DEFAULT_> { values = null; } | value = SettingValue() { values.add(value); } )
        { return new Statement.Set("timezone", values, local); }
    |
        LOOKAHEAD({ word(1, "ROLE") && getToken(2).kind != EQ && !word(2, "TO") })
        Word("ROLE") value = SettingValue() { values.add(value); return new Statement.Set("role", values, local); }
    |
        LOOKAHEAD({ session && word(1, "AUTHORIZATION") })
        Word("AUTHORIZATION") ( <DEFAULT_> { values = null; } | value = SettingValue() { values.add(value); } )
        { return new Statement.Set("session_authorization", values, local); }
    |
        LOOKAHEAD({ word(1, "NAMES") })
        Word("NAMES") value = SettingValue() { values.add(value); return new Statement.Set("client_encoding", values, local); }
    |
        LOOKAHEAD({ word(1, "CONSTRAINTS") })
        Word("CONSTRAINTS") ( <ALL> | QualifiedName() ( <COMMA> QualifiedName() )* )
        ( LOOKAHEAD({ word(1, "DEFERRED") }) Word("DEFERRED") { value = "deferred"; } | Word("IMMEDIATE") { value = "immediate"; } )
        { return new Statement.SetConstraints(value.equals("deferred")); }
    |
        name = QualifiedName() ( <EQ> | Word("TO") )
        (
            LOOKAHEAD(1)
            <DEFAULT_> { values = null; }
        |
            value = SettingValue() { values.add(value); }
            ( <COMMA> value = SettingValue() { values.add(value); } )*
        )
        { return new Statement.Set(dotted(name), values, local); }
    )
}

String SettingValue() :
{
    final String s;
}
{
    s = PragmaValue() { return s; }
}

Statement ShowStatement() :
{
    SqlIdentifier name;
}
{
    Word("SHOW")
    (
        <ALL> { return new Statement.Show("all"); }
    |
        LOOKAHEAD({ word(1, "TRANSACTION") && word(2, "ISOLATION") })
        Word("TRANSACTION") Word("ISOLATION") Word("LEVEL") { return new Statement.Show("transaction_isolation"); }
    |
        LOOKAHEAD({ word(1, "TIME") && word(2, "ZONE") })
        Word("TIME") Word("ZONE") { return new Statement.Show("timezone"); }
    |
        name = QualifiedName() { return new Statement.Show(dotted(name)); }
    )
}

Statement ResetStatement() :
{
    final SqlIdentifier name;
}
{
    Word("RESET")
    (
        <ALL> { return new Statement.Set("all", null, false); }
    |
        name = QualifiedName() { return new Statement.Set(dotted(name), null, false); }
    )
}

/** COPY t (columns) FROM STDIN / TO STDOUT, COPY (query) TO STDOUT, with options in either style. */
Statement CopyStatement() :
{
    SqlIdentifier table = null;
    List<SqlIdentifier> columns = ImmutableList.of();
    String query = null;
    Token first;
    final boolean from;
    final Map<String, String> options = new LinkedHashMap<String, String>();
}
{
    Word("COPY")
    (
        <LPAREN> { first = getToken(1); } AnyStatement() { query = textFrom(first); } <RPAREN>
    |
        table = QualifiedName() [ columns = ParenthesizedNames() ]
    )
    (
        <FROM> { from = true; first = getToken(1); }
        ( LOOKAHEAD({ word(1, "STDIN") }) <IDENTIFIER> | { unsupported(first, "COPY from a file of the server"); } )
    |
        Word("TO") { from = false; first = getToken(1); }
        ( LOOKAHEAD({ word(1, "STDOUT") }) <IDENTIFIER> | { unsupported(first, "COPY to a file of the server"); } )
    )
    [ LOOKAHEAD({ getToken(1).kind == WITH }) <WITH> ]
    (
        <LPAREN> CopyOption(options) ( <COMMA> CopyOption(options) )* <RPAREN>
    |
        ( CopyOption(options) )*
    )
    { return new Statement.Copy(table, columns, query, from, options); }
}

void CopyOption(Map<String, String> options) :
{
    final Token t;
    String value = "true";
}
{
    ( t = <IDENTIFIER> | t = <NULL> )
    [
        LOOKAHEAD({ getToken(1).kind == LPAREN || getToken(1).kind == STAR })
        ( value = NameList() | <STAR> { value = "*"; } )
    |
        LOOKAHEAD({ copyValueAhead() }) [ <AS> ] value = PragmaValue()
    ]
    { options.put(t.image.toLowerCase(Locale.ROOT), value); }
}

String NameList() :
{
    final List<SqlIdentifier> names;
}
{
    names = ParenthesizedNames() { return joinNames(names); }
}

Statement CommentStatement() :
{
    final boolean column;
    final SqlIdentifier name;
    String text = null;
}
{
    Word("COMMENT") <ON>
    (
        <TABLE> { column = false; }
    |
        LOOKAHEAD({ word(1, "COLUMN") }) Word("COLUMN") { column = true; }
    |
        <IDENTIFIER> { unsupported(getToken(0), "COMMENT ON " + getToken(0).image); column = false; }
    )
    name = QualifiedName() <IS> ( <NULL> | <QUOTED_STRING> { text = unquote(getToken(0)); } )
    { return new Statement.Comment(column, name, text); }
}

Statement AnalyzeStatement() :
{
    SqlIdentifier name = null;
}
{
    <IDENTIFIER> [ LOOKAHEAD({ word(1, "VERBOSE") }) Word("VERBOSE") ]
    [ name = QualifiedName() [ ParenthesizedNames() ] ]
    { return new Statement.Analyze(name); }
}

/** SQLite's REINDEX [name], and PostgreSQL's with the kind of object before the name. */
Statement ReindexStatement() :
{
    SqlIdentifier name = null;
    boolean all = false;
}
{
    Word("REINDEX")
    [
        <TABLE> | <INDEX>
    |
        LOOKAHEAD({ (word(1, "SCHEMA") || word(1, "DATABASE") || word(1, "SYSTEM")) && nameAhead(2) })
        <IDENTIFIER> { all = true; }
    ]
    [ LOOKAHEAD({ word(1, "CONCURRENTLY") && nameAhead(2) }) Word("CONCURRENTLY") ]
    [ LOOKAHEAD({ getToken(1).kind != EOF && getToken(1).kind != SEMICOLON }) name = QualifiedName() ]
    { return new Statement.Reindex(all ? null : name); }
}

Statement ListenStatement() :
{
    final SqlIdentifier name;
}
{
    Word("LISTEN") name = Name() { return new Statement.Listen(channel(name)); }
}

Statement UnlistenStatement() :
{
    final SqlIdentifier name;
}
{
    Word("UNLISTEN")
    ( <STAR> { return new Statement.Unlisten(null); } | name = Name() { return new Statement.Unlisten(channel(name)); } )
}

Statement NotifyStatement() :
{
    final SqlIdentifier name;
    String payload = "";
}
{
    Word("NOTIFY") name = Name() [ <COMMA> <QUOTED_STRING> { payload = unquote(getToken(0)); } ]
    { return new Statement.Notify(channel(name), payload); }
}

/** Statements with nothing to do here, answered with their tag: VACUUM, DISCARD, ... */
Statement IgnoredStatement() :
{
    final String tag;
}
{
    { tag = ignoredStatement(); }
    <IDENTIFIER> { skipToEnd(); return new Statement.Ignored(tag); }
}
