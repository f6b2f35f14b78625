<#-- Names, types and small helpers. Words that are no tokens of their own are matched by text. -->

/** Consumes one word that is not a reserved token, such as PRAGMA or ROWID. */
void Word(String expected) :
{
}
{
    { expectWord(expected); }
    <IDENTIFIER>
}

/** A name: plain, quoted in any of the three styles, or a keyword that is not reserved. */
SqlIdentifier Name() :
{
    final Token t;
}
{
    (
        t = <IDENTIFIER> { return name(t, t.image, false); }
    |
        t = <QUOTED_IDENTIFIER> { return name(t, t.image, true); }
    |
        t = SoftKeyword() { return name(t, t.image, false); }
    )
}

/** Keywords that SQLite and PostgreSQL let people use as names. */
Token SoftKeyword() :
{
}
{
    (
        <CAST> | <CROSS> | <END> | <FETCH> | <FOR> | <FULL> | <GLOB> | <ILIKE> | <INDEXED>
    |   <INNER> | <LEFT> | <LIKE> | <MATCH> | <NATURAL> | <OFFSET> | <OUTER> | <RECURSIVE>
    |   <REGEXP> | <RIGHT> | <WINDOW> | <LATERAL> | <WITH>
    )
    { return getToken(0); }
}

/** A name where a string literal may stand for one, as SQLite allows for aliases. */
SqlIdentifier NameOrString() :
{
    final SqlIdentifier n;
    final Token t;
}
{
    n = Name() { return n; }
|
    t = <QUOTED_STRING> { return name(t, unquote(t), true); }
}

/** A reserved word as a name, where nothing else can follow. */
SqlIdentifier KeywordName() :
{
}
{
    { final Token t = getNextToken(); return name(t, t.image, false); }
}

/** An alias without AS: no keyword at all, so that it cannot swallow the next clause. */
SqlIdentifier ImplicitAlias() :
{
    final Token t;
}
{
    t = <IDENTIFIER> { return name(t, t.image, false); }
|
    t = <QUOTED_IDENTIFIER> { return name(t, t.image, true); }
|
    t = <QUOTED_STRING> { return name(t, unquote(t), true); }
}

/** {@code table} or {@code schema.table}. */
SqlIdentifier QualifiedName() :
{
    final List<SqlIdentifier> parts = new ArrayList<SqlIdentifier>();
    SqlIdentifier part;
}
{
    part = Name() { parts.add(part); }
    (
        <DOT>
        (
            part = Name() { parts.add(part); }
        |
            // The collation pg_catalog.default.
            <DEFAULT_> { parts.add(name(getToken(0), getToken(0).image, false)); }
        )
    )*
    { return compound(parts, false); }
}

List<SqlIdentifier> ParenthesizedNames() :
{
    final List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
    SqlIdentifier n;
}
{
    <LPAREN> n = Name() { names.add(n); }
    ( <COMMA> n = Name() { names.add(n); } )*
    <RPAREN> { return names; }
}

/**
 * A declared type. Greedy types take every word up to a constraint, as in CREATE TABLE; others
 * only what belongs to a known type of several words, as after "::".
 */
DeclaredType TypeWords(boolean greedy) :
{
    final Token first;
}
{
    { first = getToken(1); }
    Name()
    ( LOOKAHEAD({ getToken(1).kind == DOT }) <DOT> Name() )*
    ( LOOKAHEAD({ typeGoesOn(greedy) }) Name() )*
    [
        LOOKAHEAD({ getToken(1).kind == LPAREN })
        <LPAREN> TypeArgument() ( <COMMA> TypeArgument() )* <RPAREN>
    ]
    ( LOOKAHEAD({ word(1, "UNSIGNED") || word(1, "SIGNED") }) Name() )*
    [
        LOOKAHEAD({ timeZoneAhead() })
        ( <WITH> | <IDENTIFIER> ) Word("TIME") Word("ZONE")
    ]
    ( LOOKAHEAD(1) <LBRACKET> [ <UNSIGNED_INTEGER_LITERAL> ] <RBRACKET> )*
    { return DeclaredType.of(textFrom(first)); }
}

void TypeArgument() :
{
}
{
    [ <PLUS> | <MINUS> ]
    ( <UNSIGNED_INTEGER_LITERAL> | <DECIMAL_NUMERIC_LITERAL> | <APPROX_NUMERIC_LITERAL> | Name() )
}
