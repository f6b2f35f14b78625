-- # common table expressions
create table t (id integer primary key, a int);
insert into t values (1, 10), (2, 20), (3, 30);
with q as (select * from t where a > 10) select * from q order by id;
with q (x, y) as (select id, a from t) select x + y from q order by 1;
with q as (select 1 as n), r as (select n + 1 as m from q) select * from q, r;
with q as (select * from t) select x.id, y.id from q x join q y on x.id < y.id order by 1, 2;
with t as (select 99 as id) select * from t;
with q as (select id from t) select (select max(id) from q), count(*) from q;
with q as (select 1 as x) select * from (with q as (select 2 as x) select * from q), q as o;
with q as materialized (select 1 as x) select * from q;
with q as not materialized (select 1 as x) select * from q;
with q (x) as (select id, a from t) select * from q;
--> error SYNTAX_ERROR
with q as (select 1), q as (select 2) select * from q;
--> error DUPLICATE_TABLE
with q as (select * from nosuch) select 1;
with q as (select 1 x) select * from r;
with q as (values (1, 2)) select * from q;
with a as (select 1 x), b as (select x from a union select 5) select sum(x) from b;
select * from (with z as (select 3 c) select c * 2 as d from z);
select id from t where id in (with q as (select 2 as v) select v from q);
with q as (select * from t order by a desc limit 1) select * from q;

-- # recursive
with recursive c (x) as (select 1 union all select x + 1 from c where x < 5) select x from c;
with recursive c (x) as (values (1) union all select x + 1 from c where x < 5) select sum(x) from c;
with recursive c (x) as (select 1 union all select x + 1 from c limit 7) select x from c;
with recursive c (x) as (select 1 union all select x + 1 from c) select x from c limit 4;
with recursive c (x) as (select 1 union select (x + 1) % 4 from c) select x from c order by x;
with recursive f (a, b) as (select 0, 1 union all select b, a + b from f where b < 60) select a from f;
with recursive p (n, s) as (select 1, 'x' union all select n + 1, s || 'x' from p where n < 4) select s from p order by n;
with c (x) as (select 1 union all select x + 1 from c where x < 3) select x from c order by x desc;
with recursive a (x) as (select 1), b (y) as (select x from a union all select y + 1 from b where y < 3) select * from b order by 1;
with recursive c (x) as (select 1 union all select x + 1 from c where x < 3 union all select x + 10 from c where x < 3) select x from c order by x;
with recursive c (x) as (select 1 union all select 5 union all select x + 1 from c where x < 7) select x from c order by x;

-- # trees and graphs
create table e (a int, b int);
insert into e values (1, 2), (2, 3), (3, 1), (3, 4), (5, 6);
create table org (name text primary key, boss text);
insert into org values ('alice', null), ('bob', 'alice'), ('cindy', 'alice'), ('dave', 'bob'), ('emma', 'cindy');
with recursive r (n) as (select 1 union select b from e join r on e.a = r.n) select n from r order by n;
with recursive under (name, level) as (select 'alice', 0 union all select org.name, under.level + 1 from org join under on org.boss = under.name order by 2 desc) select substr('..........', 1, level * 3) || name from under;
with recursive under (name, level) as (select 'alice', 0 union all select org.name, under.level + 1 from org join under on org.boss = under.name order by 2) select name, level from under;
with recursive path (n, p) as (select 1, '1' union all select b, p || '>' || b from e join path on a = n where p not like '%' || b || '%') select p from path order by p;
with recursive r (a, b) as (select a, b from e union select r.a, e.b from r join e on r.b = e.a) select count(*) from r;
insert into e with recursive c (x) as (select 10 union all select x + 1 from c where x < 12) select x, x * 2 from c;
select * from e where a >= 10 order by a;
delete from e where a in (with recursive r (n) as (select 10 union select n + 1 from r where n < 11) select n from r);
select count(*) from e;
with recursive q (i) as (select 1 union all select i + 1 from q where i < 20000) select count(*), sum(i), max(i) from q;

-- # correlated, read twice and from deeper levels
create table a (i int);
create table b (i int, j int);
insert into a values (1), (2), (3);
insert into b values (1, 10), (1, 11), (2, 20);
select i, (with q as (select j from b where b.i = a.i) select count(*) from q x, q y) from a order by i;
select i, (with q as (select j from b where b.i = a.i) select (select max(j) from q) - (select min(j) from q)) from a order by i;
select i, (with q as (select j from b where b.i = a.i), r as (select j + 1 as k from q) select group_concat(k) from r where k in (select j + 1 from q)) from a order by i;
select i from a where exists (with q as (select j from b where b.i = a.i) select 1 from q where j > (select min(j) from q)) order by i;
