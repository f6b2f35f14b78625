-- # scalar subqueries
create table t (id integer primary key, a int, b text);
create table u (id integer primary key, t int, v int);
insert into t values (1, 10, 'x'), (2, 20, 'y'), (3, null, 'z'), (4, 10, 'w');
insert into u values (1, 1, 5), (2, 1, 6), (3, 2, null), (4, 9, 7), (5, null, 8);
select (select 1);
select (select a from t where id = 99);
select (select a from t order by id desc);
select (select a, b from t);
select id, (select max(v) from u where u.t = t.id) m from t order by id;
select id, (select count(*) from u where u.t = t.id) from t order by id;
select id, (select v from u where u.t = t.id order by v desc limit 1) from t order by id;
select id, (select v from u where u.t = t.id order by v limit 1 offset 1) from t order by id;
select id from t where a = (select a from t where id = 1) order by id;
select id from t where a > (select avg(a) from t) order by id;
select (select sum(a) from t) + (select count(*) from u);
select id, (select t.a + max(v) from u) from t order by id;
select id, (select group_concat(v, ',') from u where u.t = t.id) from t order by id;
select (select t2.id from t t2 where t2.a = t.a order by 1 desc limit 1) from t order by t.id;
select sum((select count(*) from u where u.t = t.id)) from t;
select a, (select count(*) from u where v > a) from t group by a order by a;
select max((select v from u where u.id = t.id)) from t;

-- # EXISTS and IN
create table t (id integer primary key, a int, b text);
create table u (id integer primary key, t int, v int);
insert into t values (1, 10, 'x'), (2, 20, 'y'), (3, null, 'z'), (4, 10, 'w');
insert into u values (1, 1, 5), (2, 1, 6), (3, 2, null), (4, 9, 7), (5, null, 8);
select id from t where exists (select 1 from u where u.t = t.id) order by id;
select id from t where not exists (select 1 from u where u.t = t.id) order by id;
select id from t where exists (select 1 from u where u.t = t.id and v > t.a - 5) order by id;
select id from t where id in (select t from u) order by id;
select id from t where id not in (select t from u) order by id;
select id from t where id not in (select t from u where t is not null) order by id;
select id from t where a in (select v * 2 from u) order by id;
select id from t where (id, a) in (select t, v * 2 from u) order by id;
select id from t where (a, b) in (values (10, 'x'), (20, 'q')) order by id;
select id from t where id in (select u.t from u where u.v > t.a - 6) order by id;
select id, a in (select v from u) from t order by id;
select id, a in (select v from u where 0) from t order by id;
select id, null in (select v from u where 0), null in (select v from u) from t where id = 1;
select id from t where id in u;
select exists (select 1), not exists (select 1 where 0), exists (select null);
select id from t where exists (select 1 from u where u.t = t.id group by u.t having count(*) > 1);
select id from t where exists (select * from u where exists (select 1 from t t2 where t2.id = u.t and t2.a = t.a)) order by id;
select id from t where id in (select 1 union select 3 except select 1);
select id from t where id in (select id from t limit 2) order by id;
select id from t where id in (select id from t order by id desc limit 2) order by id;
select id from t where a in (10, (select max(a) from t)) order by id;
select 1 in (select 1, 2);
select (1, 2) in (select 1);
select id from t where b in (select 'x' union all select 'y') and id in (select t from u) order by id;

-- # subqueries in FROM
create table t (id integer primary key, a int);
insert into t values (1, 10), (2, 20), (3, 20);
select * from (select a, count(*) as n from t group by a) where n > 1;
select s.a from (select a from t order by id desc limit 2) s order by 1;
select * from (select 1 as x union select 2) order by x desc;
select x.a + y.a from (select max(a) a from t) x, (select min(a) a from t) y;
select * from (values (1, 'a'), (2, 'b'));
select * from (select * from (select * from t where id > 1) where a = 20) order by id;
select a from (select a, a from t);
--> error AMBIGUOUS_COLUMN
select "a:1" from (select a, a from t) limit 1;
--> error UNDEFINED_COLUMN
select * from (select a x, a + 1 x from t where id = 1);
--> columns x|x
--> 10|11
select count(*) from (select distinct a from t);
select z.* from (select id from t) as z order by 1;
select t.id from (select id from t) order by 1;
select * from (select id, sum(a) over (order by id) s from t) where s > 25;

-- # deeply correlated
create table a (i int);
create table b (i int, j int);
create table c (j int, k int);
insert into a values (1), (2), (3);
insert into b values (1, 1), (1, 2), (2, 3), (4, 4);
insert into c values (1, 7), (2, 8), (3, 9), (3, 10);
select i, (select sum((select count(*) from c where c.j = b.j and c.k > a.i)) from b where b.i = a.i) from a order by i;
select i from a where (select count(*) from b where b.i = a.i and exists (select 1 from c where c.j = b.j and c.k > 7 + a.i - 1)) > 0 order by i;
select i, (select max(k) from (select c.k from b join c on c.j = b.j where b.i = a.i)) m from a order by i;
select i, (select count(*) from (select distinct j from b where b.i = a.i union select a.i)) from a order by i;
select i, (with q as (select j from b where b.i = a.i) select group_concat(j) from q) from a order by i;
select i, exists (select 1 from b left join c on c.j = b.j and c.k = a.i + 6 where b.i = a.i and c.k is not null) from a order by i;
