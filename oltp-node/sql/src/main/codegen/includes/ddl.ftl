<#-- CREATE, ALTER, DROP and TRUNCATE. -->

Statement CreateStatement() :
{
    final Token first;
    final Statement s;
    boolean orReplace = false, temporary = false;
}
{
    first = <CREATE>
    [ <OR> Word("REPLACE") { orReplace = true; } ]
    [
        LOOKAHEAD({ word(1, "TEMP") || word(1, "TEMPORARY") }) <IDENTIFIER> { temporary = true; }
    |
        LOOKAHEAD({ word(1, "UNLOGGED") }) <IDENTIFIER>
    ]
    (
        s = CreateTable(first, temporary)
    |
        s = CreateIndex(first)
    |
        LOOKAHEAD({ word(1, "VIEW") })
        s = CreateView(first, orReplace, temporary)
    |
        LOOKAHEAD({ word(1, "SCHEMA") })
        s = CreateSchema()
    |
        LOOKAHEAD({ word(1, "TRIGGER") })
        s = CreateTrigger(first, temporary)
    |
        LOOKAHEAD({ word(1, "EXTENSION") })
        s = CreateExtension()
    |
        LOOKAHEAD({ word(1, "SEQUENCE") })
        s = CreateSequence(first, temporary)
    |
        <IDENTIFIER> { s = unsupported(getToken(0), "CREATE " + getToken(0).image); }
    )
    { return s; }
}

/** Its schema and version mean nothing: what it brings is built in. */
Statement CreateExtension() :
{
    final SqlIdentifier name;
}
{
    Word("EXTENSION") IfNotExists() name = Name() { skipToEnd(); }
    { return new Statement.CreateExtension(name); }
}

boolean IfNotExists() :
{
}
{
    LOOKAHEAD({ word(1, "IF") && getToken(2).kind == NOT })
    <IDENTIFIER> <NOT> <EXISTS> { return true; }
|
    { return false; }
}

boolean IfExists() :
{
}
{
    LOOKAHEAD({ word(1, "IF") && getToken(2).kind == EXISTS })
    <IDENTIFIER> <EXISTS> { return true; }
|
    { return false; }
}

Statement CreateTable(Token first, boolean temporary) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final TableBody body = new TableBody();
    final SqlNode query;
    List<SqlIdentifier> columnNames = ImmutableList.of();
    boolean withData = true;
}
{
    <TABLE> ifNotExists = IfNotExists() name = QualifiedName()
    (
        LOOKAHEAD({ getToken(1).kind == AS || namesThenAs() })
        [ columnNames = ParenthesizedNames() ]
        <AS> query = QueryExpr()
        [
            LOOKAHEAD({ getToken(1).kind == WITH })
            <WITH> [ LOOKAHEAD({ word(1, "NO") }) <IDENTIFIER> { withData = false; } ] Word("DATA")
        ]
        { return new Statement.CreateTableAs(temporary, ifNotExists, name, columnNames, query, withData); }
    |
        <LPAREN>
        ColumnSpecification(body)
        ( LOOKAHEAD(<COMMA> ColumnStart()) <COMMA> ColumnSpecification(body) )*
        ( [ <COMMA> ] TableConstraintClause(body) )*
        <RPAREN>
        TableOptions(body)
        { return new Statement.CreateTable(temporary, ifNotExists, name, body, textFrom(first)); }
    )
}

/** Tells a column from a table constraint behind a comma. */
void ColumnStart() :
{
}
{
    <IDENTIFIER> | <QUOTED_IDENTIFIER> | <QUOTED_STRING> | SoftKeyword()
}

void TableOptions(TableBody body) :
{
    Token t;
}
{
    (
        LOOKAHEAD({ word(1, "STRICT") })
        Word("STRICT") { body.strict = true; }
    |
        LOOKAHEAD({ word(1, "WITHOUT") && word(2, "ROWID") })
        Word("WITHOUT") Word("ROWID") { body.withoutRowId = true; }
    |
        LOOKAHEAD({ word(1, "WITHOUT") })
        Word("WITHOUT") Word("OIDS")
    |
        LOOKAHEAD({ word(1, "TABLESPACE") })
        Word("TABLESPACE") Name()
    |
        <WITH> <LPAREN> StorageOption() ( <COMMA> StorageOption() )* <RPAREN>
    |
        <ON> Word("COMMIT")
        (
            LOOKAHEAD({ word(1, "PRESERVE") }) Word("PRESERVE") Word("ROWS")
        |
            { unsupported(getToken(1), "ON COMMIT other than PRESERVE ROWS"); }
        )
    |
        <COMMA>
    )*
}

void StorageOption() :
{
}
{
    QualifiedName() [ <EQ> Primary() ]
}

void ColumnSpecification(TableBody body) :
{
    final SqlIdentifier name;
    DeclaredType type = DeclaredType.NONE;
    final ColumnSpec column;
}
{
    name = NameOrString() [ LOOKAHEAD({ typeAhead() }) type = TypeWords(true) ]
    { column = new ColumnSpec(name, type); body.columns.add(column); }
    ( LOOKAHEAD(1) ColumnConstraint(column, body) )*
}

void ColumnConstraint(ColumnSpec column, TableBody body) :
{
    SqlIdentifier name = null, collation;
    SqlText text;
    ReferencesClause references;
    Token t;
}
{
    [ <CONSTRAINT> name = Name() ]
    (
        t = <PRIMARY> Word("KEY") { column.primaryKey = true; column.primaryKeyName = name; }
        [
            LOOKAHEAD({ word(1, "ASC") }) Word("ASC")
        |
            LOOKAHEAD({ word(1, "DESC") }) Word("DESC") { column.primaryKeyDescending = true; }
        ]
        ConflictClause()
        [ <AUTOINCREMENT> { column.autoIncrement = true; } ]
    |
        <NOT> <NULL> { column.notNull = true; } ConflictClause()
    |
        <NULL> ConflictClause()
    |
        <UNIQUE> { column.unique = true; column.uniqueName = name; }
        [ LOOKAHEAD({ word(1, "NULLS") }) Word("NULLS") [ <NOT> ] <DISTINCT> ]
        ConflictClause()
    |
        <CHECK> <LPAREN> text = ExprText() <RPAREN> { body.checks.add(new CheckSpec(name, text)); }
        ConflictClause()
    |
        <DEFAULT_> text = DefaultText() { column.defaultValue = text; }
    |
        <COLLATE> collation = QualifiedName() { column.collation = collation; }
    |
        references = References() {
            body.foreignKeys.add(references.from(name, ImmutableList.of(column.name)));
        }
    |
        LOOKAHEAD({ word(1, "GENERATED") && identityAhead() })
        IdentityClause() { column.identity = true; }
    |
        [ LOOKAHEAD({ word(1, "GENERATED") }) Word("GENERATED") Word("ALWAYS") ]
        <AS> <LPAREN> text = ExprText() <RPAREN> { column.generated = text; }
        [
            LOOKAHEAD({ word(1, "STORED") }) Word("STORED") { column.generatedStored = true; }
        |
            LOOKAHEAD({ word(1, "VIRTUAL") }) Word("VIRTUAL")
        ]
    )
}

/** Passes over a parenthesised list whose content has no meaning here. */
JAVACODE
void SkipParentheses() {
    skipParentheses();
}

SqlText ExprText() :
{
    final Token first;
    final SqlNode e;
}
{
    { first = getToken(1); }
    e = Expr() { return new SqlText(e, textFrom(first)); }
}

/** A default: a literal, a signed number, a name such as CURRENT_TIMESTAMP, a call or (expression). */
SqlText DefaultText() :
{
    final Token first;
    final SqlNode e;
}
{
    { first = getToken(1); }
    e = DefaultValue() { return new SqlText(e, textFrom(first)); }
}

SqlNode DefaultValue() :
{
    final SqlNode e;
}
{
    LOOKAHEAD({ castInDefaultAhead() })
    e = PostfixExpr() { return e; }
|
    e = UnaryDefault() { return e; }
}

SqlNode UnaryDefault() :
{
    final SqlNode e;
    final Token op;
}
{
    op = <MINUS> e = Primary() { return negate(op, e); }
|
    <PLUS> e = Primary() { return e; }
|
    e = Primary() { return e; }
}

/** SQLite's ON CONFLICT of a constraint; only the default, ABORT, has an effect here. */
void ConflictClause() :
{
    final Token t;
}
{
    [
        LOOKAHEAD({ getToken(1).kind == ON && word(2, "CONFLICT") })
        <ON> Word("CONFLICT") t = <IDENTIFIER> {
            if (conflictAction(t) != ConflictAction.ABORT) {
                unsupported(t, "ON CONFLICT " + t.image + " on a constraint");
            }
        }
    ]
}

ReferencesClause References() :
{
    final SqlIdentifier table;
    List<SqlIdentifier> columns = ImmutableList.of();
    final ReferencesClause clause;
    boolean delete;
    ForeignKeyDef.Action action;
}
{
    <REFERENCES> table = QualifiedName()
    [ LOOKAHEAD({ getToken(1).kind == LPAREN }) columns = ParenthesizedNames() ]
    { clause = new ReferencesClause(table, columns); }
    (
        LOOKAHEAD({ getToken(1).kind == ON && (getToken(2).kind == DELETE || getToken(2).kind == UPDATE) })
        <ON> ( <DELETE> { delete = true; } | <UPDATE> { delete = false; } )
        action = ForeignKeyAction() { clause.setAction(delete, action); }
    |
        <MATCH> Name()
    |
        LOOKAHEAD({ deferrableAhead() })
        Deferrability(clause)
    )*
    { return clause; }
}

ForeignKeyDef.Action ForeignKeyAction() :
{
}
{
    <SET>
    (
        <NULL> { return ForeignKeyDef.Action.SET_NULL; }
    |
        <DEFAULT_> { return ForeignKeyDef.Action.SET_DEFAULT; }
    )
|
    LOOKAHEAD({ word(1, "CASCADE") }) Word("CASCADE") { return ForeignKeyDef.Action.CASCADE; }
|
    LOOKAHEAD({ word(1, "RESTRICT") }) Word("RESTRICT") { return ForeignKeyDef.Action.RESTRICT; }
|
    Word("NO") Word("ACTION") { return ForeignKeyDef.Action.NO_ACTION; }
}

void Deferrability(ReferencesClause clause) :
{
    boolean not = false;
}
{
    (
        LOOKAHEAD({ !word(1, "INITIALLY") })
        [ <NOT> { not = true; } ] Word("DEFERRABLE")
        [
            LOOKAHEAD({ word(1, "INITIALLY") })
            Word("INITIALLY")
            (
                LOOKAHEAD({ word(1, "DEFERRED") }) Word("DEFERRED") { clause.deferred = !not; }
            |
                Word("IMMEDIATE")
            )
        ]
    |
        LOOKAHEAD({ word(1, "INITIALLY") })
        Word("INITIALLY")
        ( LOOKAHEAD({ word(1, "DEFERRED") }) Word("DEFERRED") { clause.deferred = true; } | Word("IMMEDIATE") )
    )
}

void TableConstraintClause(TableBody body) :
{
    SqlIdentifier name = null;
    List<IndexedColumn> columns;
    List<SqlIdentifier> names;
    SqlText text;
    ReferencesClause references;
}
{
    [ <CONSTRAINT> name = Name() ]
    (
        <PRIMARY> Word("KEY") columns = IndexedColumns(body) ConflictClause() {
            body.setPrimaryKey(name, columns);
        }
    |
        <UNIQUE> [ LOOKAHEAD({ word(1, "NULLS") }) Word("NULLS") [ <NOT> ] <DISTINCT> ]
        columns = IndexedColumns(null) ConflictClause() {
            body.uniques.add(new UniqueSpec(name, columns));
        }
    |
        <CHECK> <LPAREN> text = ExprText() <RPAREN> ConflictClause() {
            body.checks.add(new CheckSpec(name, text));
        }
    |
        <FOREIGN> Word("KEY") names = ParenthesizedNames() references = References() {
            body.foreignKeys.add(references.from(name, names));
        }
    )
}

List<IndexedColumn> IndexedColumns(TableBody body) :
{
    final List<IndexedColumn> columns = new ArrayList<IndexedColumn>();
    IndexedColumn c;
}
{
    <LPAREN> c = OneIndexedColumn() { columns.add(c); }
    ( <COMMA> c = OneIndexedColumn() { columns.add(c); } )*
    [ <AUTOINCREMENT> { markAutoIncrement(body); } ]
    <RPAREN> { return columns; }
}

IndexedColumn OneIndexedColumn() :
{
    final SqlText text;
    boolean descending = false;
}
{
    text = ExprText()
    [ LOOKAHEAD({ operatorClassAhead() }) QualifiedName() ]
    [
        LOOKAHEAD({ word(1, "ASC") }) Word("ASC")
    |
        LOOKAHEAD({ word(1, "DESC") }) Word("DESC") { descending = true; }
    ]
    [
        LOOKAHEAD({ word(1, "NULLS") })
        Word("NULLS") ( LOOKAHEAD({ word(1, "FIRST") }) Word("FIRST") | Word("LAST") )
    ]
    { return IndexedColumn.of(text, descending); }
}

Statement CreateIndex(Token first) :
{
    boolean unique = false, ifNotExists = false;
    SqlIdentifier name = null;
    final SqlIdentifier table;
    final List<IndexedColumn> columns;
    SqlText where = null;
}
{
    [ <UNIQUE> { unique = true; } ]
    <INDEX> [ LOOKAHEAD({ word(1, "CONCURRENTLY") }) Word("CONCURRENTLY") ]
    ifNotExists = IfNotExists()
    [ LOOKAHEAD({ getToken(1).kind != ON }) name = QualifiedName() ]
    <ON> [ LOOKAHEAD({ word(1, "ONLY") && nameAhead(2) }) Word("ONLY") ]
    table = QualifiedName()
    [ <USING> Name() ]
    columns = IndexedColumns(null)
    [ LOOKAHEAD({ word(1, "INCLUDE") }) Word("INCLUDE") ParenthesizedNames() ]
    [ <WITH> <LPAREN> StorageOption() ( <COMMA> StorageOption() )* <RPAREN> ]
    [ LOOKAHEAD({ word(1, "TABLESPACE") }) Word("TABLESPACE") Name() ]
    [ <WHERE> where = ExprText() ]
    { return new Statement.CreateIndex(unique, ifNotExists, name, table, columns, where, textFrom(first)); }
}

Statement CreateView(Token first, boolean orReplace, boolean temporary) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    List<SqlIdentifier> columns = ImmutableList.of();
    final SqlNode query;
}
{
    Word("VIEW") ifNotExists = IfNotExists() name = QualifiedName()
    [ columns = ParenthesizedNames() ]
    <AS> query = QueryExpr()
    { return new Statement.CreateView(orReplace, temporary, ifNotExists, name, columns, query, textFrom(first)); }
}

Statement CreateTrigger(Token first, boolean temporary) :
{
    final boolean ifNotExists;
    final SqlIdentifier name, relation;
    TriggerTiming timing = TriggerTiming.BEFORE;
    final TriggerEvent event;
    List<SqlIdentifier> columns = ImmutableList.of();
    SqlText when = null;
    final List<String> body = new ArrayList<String>();
    Token start;
}
{
    Word("TRIGGER") ifNotExists = IfNotExists() name = QualifiedName()
    [
        LOOKAHEAD({ word(1, "BEFORE") }) Word("BEFORE")
    |
        LOOKAHEAD({ word(1, "AFTER") }) Word("AFTER") { timing = TriggerTiming.AFTER; }
    |
        LOOKAHEAD({ word(1, "INSTEAD") }) Word("INSTEAD") Word("OF") { timing = TriggerTiming.INSTEAD_OF; }
    ]
    (
        <DELETE> { event = TriggerEvent.DELETE; }
    |
        <INSERT> { event = TriggerEvent.INSERT; }
    |
        <UPDATE> { event = TriggerEvent.UPDATE; } [ LOOKAHEAD({ word(1, "OF") }) Word("OF") columns = Names() ]
    )
    <ON> relation = QualifiedName()
    [
        <FOR> [ LOOKAHEAD({ word(1, "EACH") }) Word("EACH") ]
        ( LOOKAHEAD({ word(1, "ROW") }) Word("ROW") | { unsupported(getToken(1), "a trigger that is not FOR EACH ROW"); } )
    ]
    [ <WHEN> when = ExprText() ]
    ( LOOKAHEAD({ word(1, "BEGIN") }) Word("BEGIN") | { unsupported(getToken(1), "a trigger without BEGIN ... END"); } )
    (
        LOOKAHEAD({ getToken(1).kind != END })
        { start = getToken(1); }
        TriggerStep() { body.add(textFrom(start)); } <SEMICOLON>
    )+
    <END>
    {
        return new Statement.CreateTrigger(temporary, ifNotExists, name, timing, event, columns, relation, when,
            body, textFrom(first));
    }
}

/** A statement of a trigger: INSERT, UPDATE, DELETE or a query. */
void TriggerStep() :
{
}
{
    LOOKAHEAD({ getToken(1).kind == WITH })
    StatementWithCtes()
|
    LOOKAHEAD({ queryStart() })
    QueryExpr()
|
    LOOKAHEAD({ getToken(1).kind == INSERT || word(1, "REPLACE") })
    InsertStatement(null)
|
    UpdateStatement(null)
|
    DeleteStatement(null)
}

List<SqlIdentifier> Names() :
{
    final List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
    SqlIdentifier n;
}
{
    n = Name() { names.add(n); } ( <COMMA> n = Name() { names.add(n); } )* { return names; }
}

Statement CreateSchema() :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
}
{
    Word("SCHEMA") ifNotExists = IfNotExists() name = Name()
    [ LOOKAHEAD({ word(1, "AUTHORIZATION") }) Word("AUTHORIZATION") Name() ]
    { return new Statement.CreateSchema(ifNotExists, name); }
}

Statement CreateSequence(Token first, boolean temporary) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final SequenceOptions options = new SequenceOptions();
}
{
    Word("SEQUENCE") ifNotExists = IfNotExists() name = QualifiedName()
    ( SequenceOption(options) )*
    { return new Statement.CreateSequence(temporary, ifNotExists, name, options, textFrom(first)); }
}

Statement AlterSequence() :
{
    final boolean ifExists;
    final SqlIdentifier name, newName;
    final SequenceOptions options = new SequenceOptions();
}
{
    Word("SEQUENCE") ifExists = IfExists() name = QualifiedName()
    (
        LOOKAHEAD({ word(1, "RENAME") })
        Word("RENAME") Word("TO") newName = Name()
        { return new Statement.RenameSequence(ifExists, name, newName); }
    |
        LOOKAHEAD({ word(1, "OWNER") })
        OwnerClause() { return new Statement.SetOwner(Statement.OwnedKind.SEQUENCE, ifExists, name); }
    |
        ( SequenceOption(options) )+
        { return new Statement.AlterSequence(ifExists, name, options); }
    )
}

void SequenceOption(SequenceOptions options) :
{
    final SqlIdentifier name;
    SqlIdentifier owner = null;
    Long n = null;
}
{
    <AS> name = Name() { options.set(SequenceOptions.Option.TYPE, name); }
|
    LOOKAHEAD({ word(1, "INCREMENT") })
    Word("INCREMENT") [ LOOKAHEAD({ word(1, "BY") }) Word("BY") ] n = SignedLong() {
        options.set(SequenceOptions.Option.INCREMENT, n);
    }
|
    LOOKAHEAD({ word(1, "MINVALUE") })
    Word("MINVALUE") n = SignedLong() { options.set(SequenceOptions.Option.MINVALUE, n); }
|
    LOOKAHEAD({ word(1, "MAXVALUE") })
    Word("MAXVALUE") n = SignedLong() { options.set(SequenceOptions.Option.MAXVALUE, n); }
|
    LOOKAHEAD({ word(1, "NO") && word(2, "MINVALUE") })
    Word("NO") Word("MINVALUE") { options.set(SequenceOptions.Option.MINVALUE, null); }
|
    LOOKAHEAD({ word(1, "NO") && word(2, "MAXVALUE") })
    Word("NO") Word("MAXVALUE") { options.set(SequenceOptions.Option.MAXVALUE, null); }
|
    LOOKAHEAD({ word(1, "NO") })
    Word("NO") Word("CYCLE") { options.set(SequenceOptions.Option.CYCLE, false); }
|
    LOOKAHEAD({ word(1, "CYCLE") })
    Word("CYCLE") { options.set(SequenceOptions.Option.CYCLE, true); }
|
    LOOKAHEAD({ word(1, "START") })
    Word("START") [ <WITH> ] n = SignedLong() { options.set(SequenceOptions.Option.START, n); }
|
    LOOKAHEAD({ word(1, "RESTART") })
    Word("RESTART")
    [ LOOKAHEAD({ signedNumberAhead() }) [ <WITH> ] n = SignedLong() ]
    { options.set(SequenceOptions.Option.RESTART, n); }
|
    LOOKAHEAD({ word(1, "CACHE") })
    Word("CACHE") n = SignedLong() { options.set(SequenceOptions.Option.CACHE, n); }
|
    LOOKAHEAD({ word(1, "OWNED") })
    Word("OWNED") Word("BY")
    ( LOOKAHEAD({ word(1, "NONE") }) Word("NONE") | owner = QualifiedName() )
    { options.set(SequenceOptions.Option.OWNER, owner); }
}

Long SignedLong() :
{
    boolean negative = false;
    final Token t;
}
{
    [ <PLUS> | <MINUS> { negative = true; } ]
    t = <UNSIGNED_INTEGER_LITERAL> { return longOf(t, negative); }
}

Statement DropStatement() :
{
    final Statement.DropKind kind;
    final boolean ifExists;
    final List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
    SqlIdentifier n;
    boolean cascade = false;
}
{
    <DROP>
    (
        <TABLE> { kind = Statement.DropKind.TABLE; }
    |
        <INDEX> { kind = Statement.DropKind.INDEX; }
        [ LOOKAHEAD({ word(1, "CONCURRENTLY") }) Word("CONCURRENTLY") ]
    |
        LOOKAHEAD({ word(1, "VIEW") }) Word("VIEW") { kind = Statement.DropKind.VIEW; }
    |
        LOOKAHEAD({ word(1, "SCHEMA") }) Word("SCHEMA") { kind = Statement.DropKind.SCHEMA; }
    |
        LOOKAHEAD({ word(1, "SEQUENCE") }) Word("SEQUENCE") { kind = Statement.DropKind.SEQUENCE; }
    |
        LOOKAHEAD({ word(1, "TRIGGER") }) Word("TRIGGER") { kind = Statement.DropKind.TRIGGER; }
    |
        <IDENTIFIER> { unsupported(getToken(0), "DROP " + getToken(0).image); kind = null; }
    )
    ifExists = IfExists()
    n = QualifiedName() { names.add(n); }
    ( <COMMA> n = QualifiedName() { names.add(n); } )*
    [ LOOKAHEAD({ kind == Statement.DropKind.TRIGGER && getToken(1).kind == ON }) <ON> QualifiedName() ]
    [
        LOOKAHEAD({ word(1, "CASCADE") }) Word("CASCADE") { cascade = true; }
    |
        LOOKAHEAD({ word(1, "RESTRICT") }) Word("RESTRICT")
    ]
    { return new Statement.Drop(kind, ifExists, names, cascade); }
}

Statement AlterStatement() :
{
    final boolean ifExists;
    final SqlIdentifier name;
    final List<AlterAction> actions = new ArrayList<AlterAction>();
    final SqlIdentifier newName;
    final Statement sequence;
    final Statement.OwnedKind kind;
}
{
    <ALTER>
    (
        <TABLE> ifExists = IfExists()
        [ LOOKAHEAD({ word(1, "ONLY") && nameAhead(2) }) Word("ONLY") ]
        name = QualifiedName()
        AlterTableAction(actions) ( <COMMA> AlterTableAction(actions) )*
        { return new Statement.AlterTable(ifExists, name, actions); }
    |
        <INDEX> ifExists = IfExists() name = QualifiedName() Word("RENAME") Word("TO") newName = Name()
        { return new Statement.RenameIndex(ifExists, name, newName); }
    |
        LOOKAHEAD({ word(1, "SEQUENCE") })
        sequence = AlterSequence() { return sequence; }
    |
        LOOKAHEAD({ word(1, "SCHEMA") || word(1, "VIEW") })
        <IDENTIFIER> { kind = Statement.OwnedKind.valueOf(getToken(0).image.toUpperCase(Locale.ROOT)); }
        ifExists = IfExists() name = QualifiedName()
        (
            LOOKAHEAD({ word(1, "OWNER") })
            OwnerClause() { return new Statement.SetOwner(kind, ifExists, name); }
        |
            { return unsupported(getToken(1), "ALTER " + kind + " ... " + getToken(1).image); }
        )
    |
        <IDENTIFIER> { return unsupported(getToken(0), "ALTER " + getToken(0).image); }
    )
}

void AlterTableAction(List<AlterAction> actions) :
{
    SqlIdentifier column, newName;
    final TableBody body = new TableBody();
    final AlterAction action;
    boolean ifExists = false;
    SqlText text;
}
{
    LOOKAHEAD({ word(1, "RENAME") && word(2, "TO") })
    Word("RENAME") Word("TO") newName = Name() { actions.add(new AlterAction.RenameTable(newName)); }
|
    LOOKAHEAD({ word(1, "RENAME") && getToken(2).kind == CONSTRAINT })
    Word("RENAME") <CONSTRAINT> column = Name() Word("TO") newName = Name() {
        actions.add(new AlterAction.RenameConstraint(column, newName));
    }
|
    LOOKAHEAD({ word(1, "RENAME") })
    Word("RENAME") [ LOOKAHEAD({ columnWordAhead() }) Word("COLUMN") ]
    column = Name() Word("TO") newName = Name() {
        actions.add(new AlterAction.RenameColumn(column, newName));
    }
|
    LOOKAHEAD({ word(1, "ADD") && constraintAhead(2) })
    Word("ADD") TableConstraintClause(body) { actions.add(new AlterAction.AddConstraints(body)); }
|
    LOOKAHEAD({ word(1, "ADD") })
    Word("ADD") [ LOOKAHEAD({ columnWordAhead() }) Word("COLUMN") ] { ifExists = false; }
    ifExists = IfNotExists()
    ColumnSpecification(body) { actions.add(new AlterAction.AddColumn(ifExists, body)); }
|
    <DROP>
    (
        <CONSTRAINT> ifExists = IfExists() column = Name() {
            actions.add(new AlterAction.DropConstraint(ifExists, column));
        }
    |
        [ LOOKAHEAD({ columnWordAhead() }) Word("COLUMN") ]
        ifExists = IfExists() column = Name() {
            actions.add(new AlterAction.DropColumn(ifExists, column));
        }
    )
    [ LOOKAHEAD({ word(1, "CASCADE") || word(1, "RESTRICT") }) <IDENTIFIER> ]
|
    <ALTER> [ LOOKAHEAD({ columnWordAhead() }) Word("COLUMN") ] column = Name()
    (
        LOOKAHEAD({ word(1, "TYPE") })
        action = NewType(column) { actions.add(action); }
    |
        LOOKAHEAD({ word(1, "ADD") })
        Word("ADD") IdentityClause() { actions.add(new AlterAction.SetIdentity(column, true)); }
    |
        <SET>
        (
            <NOT> <NULL> { actions.add(new AlterAction.SetNotNull(column, true)); }
        |
            <DEFAULT_> text = ExprText() { actions.add(new AlterAction.SetDefault(column, text)); }
        |
            Word("DATA") action = NewType(column) { actions.add(action); }
        )
    |
        <DROP>
        (
            <NOT> <NULL> { actions.add(new AlterAction.SetNotNull(column, false)); }
        |
            <DEFAULT_> { actions.add(new AlterAction.SetDefault(column, null)); }
        |
            Word("IDENTITY") IfExists() { actions.add(new AlterAction.SetIdentity(column, false)); }
        )
    )
|
    LOOKAHEAD({ word(1, "OWNER") })
    OwnerClause()
|
    <IDENTIFIER> { unsupported(getToken(0), "ALTER TABLE ... " + getToken(0).image); }
}

/** It has no effect: every user may do everything with any object. */
void OwnerClause() :
{
}
{
    Word("OWNER") Word("TO") Name()
}

/** Its options have no effect: the numbers are the table's. */
void IdentityClause() :
{
}
{
    Word("GENERATED") ( LOOKAHEAD({ word(1, "ALWAYS") }) Word("ALWAYS") | Word("BY") <DEFAULT_> )
    <AS> Word("IDENTITY")
    [ LOOKAHEAD({ getToken(1).kind == LPAREN }) SkipParentheses() ]
}

AlterAction NewType(SqlIdentifier column) :
{
    final DeclaredType type;
    SqlText using = null;
}
{
    Word("TYPE") type = TypeWords(true) [ <USING> using = ExprText() ]
    { return new AlterAction.SetType(column, type, using); }
}

Statement TruncateStatement() :
{
    final List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
    SqlIdentifier n;
    boolean cascade = false;
}
{
    Word("TRUNCATE") [ <TABLE> ]
    [ LOOKAHEAD({ word(1, "ONLY") && nameAhead(2) }) Word("ONLY") ]
    n = QualifiedName() { names.add(n); }
    ( <COMMA> n = QualifiedName() { names.add(n); } )*
    [
        LOOKAHEAD({ word(1, "RESTART") || word(1, "CONTINUE") }) <IDENTIFIER> Word("IDENTITY")
    ]
    [
        LOOKAHEAD({ word(1, "CASCADE") }) Word("CASCADE") { cascade = true; }
    |
        LOOKAHEAD({ word(1, "RESTRICT") }) Word("RESTRICT")
    ]
    { return new Statement.Truncate(names, cascade); }
}
