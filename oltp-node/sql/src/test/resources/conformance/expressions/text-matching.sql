-- # LIKE, GLOB, ESCAPE
select 'abc' like 'A%', 'abc' like 'a_c', 'a%c' like 'a\%c' escape '\', 'abc' glob 'a*', 'abc' glob 'A*', 'abc' glob '[a-c]bc', 'abc' glob '[^a]bc', 'abc' not like 'x%', null like 'a', 12 like '1%', 'a' like null, 'a' like 'a' escape null;
select '' like '', '' like '%', 'a' like '', 'abc' like '%b%', 'abc' like '%%', 'abc' like '___', 'abc' like '____', 'aXbXc' like '%x%x%', 'É' like 'é', 'é' like '_', 'ab' like 'a%b%';
select 'a_c' like 'a\_c' escape '\', 'abc' like 'a\_c' escape '\', '100%' like '100x%' escape 'x', 'a' like 'a\' escape '\', '\' like '\\' escape '\', 'x%' like '%%' escape '%';
select 'a' like 'a' escape 'xx';
select 'a' like 'a' escape '';
--> 1
select 'abc' glob '*', 'abc' glob '?bc', 'abc' glob 'a?', 'abc' glob '[abc]*', ']' glob '[]]', '-' glob '[a-]', 'b' glob '[^a-c]', '^' glob '[a^]', 'a*c' glob 'a[*]c', 'abc' glob '[', null glob 'a', 12 glob '1?', 'é' glob '?', 'abc' not glob 'z*';
select x'616263' like 'abc', 'abc' like x'612563', 1.5 like '1.%', 'abc' glob x'612a';
select like('a%','ABC'), like('a\%','a%','\'), glob('a*','abc'), glob('A*','abc');
create table t (s text, p text, n int);
insert into t values ('apple', 'a%', 100), ('Apple', 'A*', 123), ('banana', '%an%', 5), (null, '%', null), ('a%b', 'a!%b', 7);
select s from t where s like 'a%' order by s;
select s from t where s glob 'a*' order by s;
select s from t where s like p order by s;
select s from t where s like p escape '!' order by s;
select s from t where s not like 'a%' order by s;
select n from t where n like '1%' order by n;
select s from t where s between 'a' and 'b' order by s;
select s from t where s like '%' || 'pp' || '%' order by s;
select 'a' regexp 'b';
--> 0
select 'abc' match 'b';
--> error UNDEFINED_FUNCTION

-- # ILIKE, regular expressions and SIMILAR [not in SQLite]
select 'abc' ilike 'A%', 'abc' not ilike 'A%', 'abc' ~ '^a.c$', 'abc' ~* 'B', 'abc' !~ 'x', 'abc' !~* 'B', 'abc' regexp 'b.';
--> 1|0|1|1|1|0|1
select 'a' ~ '(';
--> error INVALID_PARAMETER
select 'abc' operator(pg_catalog.~) 'b';
--> 1
