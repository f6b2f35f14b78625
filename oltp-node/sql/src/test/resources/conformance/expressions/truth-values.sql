-- # truth values are the integers 1 and 0
create table t (id integer primary key, a int, b int, s text);
insert into t values (1, 1, 2, 'xa'), (2, 2, 2, 'b'), (3, null, 3, 'xc');
select a > 1, a = b, a is null, a is not b, not a, a and b, a or 0, s like 'x%', s glob 'b*', a in (1, 2), a between 1 and 2, a > 1 is true from t order by id;
select typeof(a > 1), typeof(a is null), typeof(not a), typeof(true), typeof(exists (select 1)), typeof(a in (select 1)), typeof(s like 'x%') from t order by id;
select exists (select 1 from t where a = 2), not exists (select 1 from t where a = 9), (select a > 1 from t where id = 2), (1, 2) < (1, 3), 1 in (select a from t), (1, 2) in (select a, b from t);
select sum(a = b), sum(a > 1) + 1, total(a = b), avg(a is null), count(a > 1), min(a > 1), max(a > 1) from t;
select -(a > 1), +(a > 1), abs(a > 1), round(a > 1), ceil(a > 1), (a > 1) + (b > 2), (a > 1) * 5, (a > 1) || 'x', ~(a > 1) from t order by id;
select typeof(sum(a > 1)), typeof(-(a > 1)), typeof(total(a > 1)), typeof(avg(a > 1)) from t;
select coalesce(a > 1, false), coalesce(a > 1, 7), ifnull(a > 1, 'none'), nullif(a > 1, 0), iif(a > 1, true, 5), case when a > 1 then true else false end, case a > 1 when true then 'yes' else 'no' end, max(a > 1, 3) from t order by id;
select (a > 1) = 1, (a > 1) = '1', (a = b) = (b = a), true = 1, true is 1, 2 = true, (a > 1) in (1, 5), (a > 1) between 0 and 1 from t order by id;
select a > 1, count(*) from t group by a > 1 order by 1;
select distinct b > 2 from t order by 1;
select a > 1 from t union select 5 order by 1;
select a > 1 from t intersect select true;
select id, lag(a > 1, 1, 5) over (order by id), first_value(b > 2) over (order by id desc), sum(b > 2) over (order by id) from t order by id;
with c (flag) as (select b > 2 from t) select flag, flag + 1, typeof(flag) from c order by 1;
with recursive r (n, done) as (select 1, false union all select n + 1, n + 1 >= 3 from r where not done) select n, done from r order by n;
select * from (values (true, 1), (false, 2)) order by 1;
select json_array(1 = 1, true), json_group_array(b > 2), group_concat(b > 2) from t;
insert into t values (4, true, false, 1 = 1) returning a, b, a > b as more, typeof(a > b) as type, s;
update t set a = (a > 1) + 10 where id = 2 returning a, a > 10 as more;

-- # tables and views made of truth values
create table t (id integer primary key, a int);
insert into t values (1, 1), (2, 2);
create table c as select id, a > 1 as big, exists (select 1) as some, true as always from t;
insert into c values (3, 7, -1, 5);
select big, typeof(big), some, typeof(some), always, typeof(always) from c order by id;
create view v as select id, a > 1 as big from t;
select big, typeof(big), big + 1 from v where big = 1 or not big order by id;
select sum(big) from v;
create table made (id integer primary key, a int, big int generated always as (a > 1) stored, flag int default true, check (a > 0 = true));
insert into made (id, a) values (1, 1), (2, 2);
select big, flag, typeof(big), typeof(flag) from made order by id;

-- # truth values beside booleans and in arrays [not in SQLite]
create table t (id int primary key, a int, f boolean);
insert into t values (1, 1, true), (2, 2, null);
select f and a > 1, coalesce(f, false), coalesce(f, a > 1), case when a > 1 then true else f end, f = (a = 1) from t order by id;
--> false|true|true|true|1
--> NULL|false|true|true|NULL
create table c as select coalesce(f, a > 5) as g from t;
select g from c order by g;
--> false
--> true
insert into c values (7);
--> error DATATYPE_MISMATCH
select array[a > 1, true, null], array(select x > 1 from (values (1), (2)) as v (x) order by x), (a > 1) = any (array[false]), (array[a > 1])[1] from t order by id;
--> '[false,true,null]'|'[false,true]'|1|false
--> '[true,true,null]'|'[false,true]'|0|true
select array_agg(a > 1), array_agg(a > 1) = array[false, true], array_agg(a > 1)::text from t;
--> '[false,true]'|1|'{f,t}'

-- # catalogs show columns of truth values as booleans [not in SQLite]
create table t (id int primary key, a int);
create view v as select id, a > 1 as big, (a > 1) + 1 as number, sum(a > 1) over () as total, coalesce(a > 1, false) as known, coalesce(a > 1, 5) as mixed from t;
select attname, atttypid, attlen from pg_attribute where attrelid = 'v'::regclass order by attnum;
--> 'id'|20|8
--> 'big'|16|1
--> 'number'|20|8
--> 'total'|20|8
--> 'known'|16|1
--> 'mixed'|20|8
select column_name, data_type, numeric_precision from information_schema.columns where table_name = 'v' and column_name in ('big', 'number') order by ordinal_position;
--> 'big'|'boolean'|NULL
--> 'number'|'bigint'|64
create table c as select * from v;
select data_type from information_schema.columns where table_name = 'c' and column_name = 'big';
--> 'bigint'
