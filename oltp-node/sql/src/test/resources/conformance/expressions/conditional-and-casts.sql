-- # CASE, COALESCE, IIF and their like
select case when 1 then 'a' else 'b' end, case 2 when 1 then 'x' when 2 then 'y' end, case when null then 1 end, iif(0,1,2), iif(1,2), coalesce(null,null,3), ifnull(null,4), nullif(1,1), nullif(1,2), nullif('a','A'), if(1, 2, 3);
select case null when null then 1 else 2 end, case when 0 then 1 when '0' then 2 when 'x' then 3 when '1' then 4 end, case 1 when '1' then 'text' when 1.0 then 'real' end;
select case when 1 then 1 / 0 else 2 end, case 1 when 1 then 'ok' when abs(-9223372036854775808) then 'no' end, coalesce(1, abs(-9223372036854775808)), iif(1, 2, abs(-9223372036854775808)), ifnull(1, abs(-9223372036854775808));
select typeof(case when 1 then 1 else 'x' end), typeof(case when 0 then 1 else 'x' end), typeof(coalesce(null, 1.5)), typeof(iif(1, null, 1));
select coalesce(1);
select ifnull(1);
select nullif(1);
select iif(1);
select case end;
select case when 1 end;
select iif(0, 1, 1, 2, 3), iif(0, 1, 0, 2);
select 0 and abs(-9223372036854775808), 1 or abs(-9223372036854775808);

-- # CAST
select cast('12abc' as integer), cast('1.9' as integer), cast(1.9 as integer), cast(-1.9 as int), cast('abc' as real), cast('1e3' as numeric), cast('1.5' as numeric), cast(1e30 as integer), cast(5 as text), cast(5.0 as text), cast(x'414243' as text), cast('abc' as blob), cast(null as integer), cast('  12' as integer), cast('0x10' as integer);
select cast(-1e30 as integer), cast('9223372036854775808' as integer), cast('-9223372036854775809' as integer), cast('1e3' as integer), cast('' as integer), cast('.5' as real), cast('5.' as real), cast('1e400' as real), cast('-' as real), cast(true as text), cast(x'31' as integer), cast(x'312e35' as real), cast(12 as blob), cast(1.5 as blob);
select cast(1.0 as bigint), cast('1' as double precision), cast('0.1' as float), cast('x' as char), typeof(cast(1 as real)), typeof(cast('1' as numeric)), typeof(cast('1.0' as numeric)), typeof(cast(1.0 as numeric)), typeof(cast('x' as numeric));
select typeof(1), typeof(1.0), typeof('a'), typeof(x'00'), typeof(null), typeof(1=1), typeof(1.0+1), typeof('1'+'1');
select cast(1 as nosuchtype);
select cast(9223372036854775807 as real), cast(0.1 + 0.2 as text), cast(-0.0 as text), cast(1e15 as text), cast(123456789012345678 as real);

-- # literals
select 1.0, 1e100, 0.1, 1e15, 123456789012345.0, 1234567890123456.0, 1e-5, 0.0001, 1.0/3, 2.0/3, 1e300*1e10, -1e300*1e10, 100.0, 1e14, 1e16, 3.14159265358979, .5, 5., 1.e2, 1E+2, 1e-400;
select 1.0||'', 1e100||'', 0.1||'', 1e15||'', 123456789012345.0||'', 1234567890123456.0||'', 1e-5||'', 1e14||'', 1e16||'', 1e21||'', 12345.678||'', (0.1+0.2)||'', 1e300*1e10||'', -0.0||'', 1e-7||'', 0.1234567890123456||'', 1.7976931348623157e308||'';
select 'it''s', '', 'a"b', x'', X'0aFf', 'multi
line', 'tab	';
select x'0';
select x'0g';
select 'unterminated;
select "nosuch";
--> error UNDEFINED_COLUMN
select 'a' as "x y", 1 [b c], 2 `d`, 3 e, 4 'f';
select 1 /* comment */ + /* another */ 2, -- to the end
  3;
select current_date = date(), current_time = time(), current_timestamp = datetime();
select 12345678901234567890, 0x10000000000000000;
select 1 as a, 2 as A;
select 5 'quoted alias', 6 as "select";

-- # names of results
create table t (a int, "B c" text);
insert into t values (1, 'x');
select a, t.a, t."B c", "B c", a as z, (a), ((a)), +a, -a, a+1, a + 1, count(*), COUNT( * ), max( a ), 'text', 5, null, x'00' from t;
select * from (select a, a+1, count(*) from t);
select a AS b, b.a from t as b;
select (select a from t), exists (select 1), a in (1,2), a between 1 and 2, case a when 1 then 2 end, cast(a as text), not a, a is null, a isnull, a like 'x' from t;
select t.* from t;
select s."a+1" from (select a+1 from t) as s;
select * from (select a+1 from t);
create table u as select a + 1, count(*), upper("B c") from t;
select * from u;
